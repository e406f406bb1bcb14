export { OnnxFormatError } from "@reciprocal/graph";
export { exportOnnx, type ExportOnnxOptions } from "./export-onnx.js";
export { readOnnx } from "./read-onnx.js";
export {
  type OnnxAttribute,
  type OnnxConstant,
  type OnnxGraph,
  type OnnxNode,
  type OnnxValue,
  writeModel,
  type WriteModelOptions,
} from "./write-model.js";
