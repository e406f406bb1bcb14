/**
 * Networks to and from ONNX: lowering to values of a graph, models for inference, and chains of dense layers from other
 * tools.
 *
 * @packageDocumentation
 */
export { OnnxFormatError } from "@reciprocal/graph";
export { encodeOnnx, type EncodeOnnxOptions } from "./encode-onnx.js";
export type { FormName, Precompute } from "./lowering/form.js";
export { lowerActivation } from "./lowering/lower-activation.js";
export { lowerLoss, type LossInputs } from "./lowering/lower-loss.js";
export { lowerNetwork, type LoweringOptions } from "./lowering/lower-network.js";
export type {
  LoweredMapping,
  LoweredMask,
  LoweredNetwork,
  LoweredParameter,
} from "./lowering/lowered-network.js";
export { decodeOnnx, type DecodeOnnxOptions, type ReadExternal } from "./decode-onnx.js";
