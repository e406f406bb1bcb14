/**
 * Graphs of ONNX operators as plain values: shapes, differentiation, cost, a float64 reference, and models as bytes.
 *
 * @packageDocumentation
 */
export { broadcastShape } from "./broadcast-shape.js";
export { type Cost, graphCost, relativeTime } from "./cost.js";
export { decodeModelProto } from "./decode-model-proto.js";
export { gradients } from "./differentiate.js";
export { encodeModel, type EncodeModelOptions } from "./encode-model.js";
export { encodeModelProto } from "./encode-model-proto.js";
export { ShapeError } from "@reciprocal/spectral";
export { type Feed, interpret } from "./interpret.js";
export { huberError, sigmoidCrossEntropy, softmaxCrossEntropy, squaredError } from "./losses.js";
export type {
  AttributeProto,
  GraphProto,
  ModelProto,
  NodeProto,
  TensorProto,
  ValueInfoProto,
} from "./model-proto.js";
export { elementTypes } from "./model-proto.js";
export { OnnxFormatError } from "./onnx-format-error.js";
export {
  elu,
  errorFunction,
  exponential,
  gelu,
  hardSigmoid,
  hardSwish,
  leakyRelu,
  logSoftmax,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from "./operators/activations.js";
export {
  add,
  multiply,
  negate,
  reduceSum,
  type ReduceSumOptions,
  scale,
  square,
  subtract,
  sumTo,
} from "./operators/arithmetic.js";
export { block, joinColumns, joinRows, type Interval } from "./operators/blocks.js";
export { castTo, isAtLeast, isAtMost, isBoth, where } from "./operators/comparison.js";
export { matrixProduct, type MatrixProductOptions } from "./operators/matrix-product.js";
export { squeeze, unsqueeze } from "./operators/reshape.js";
export { absolute, sign, step } from "./operators/sign.js";
export { openTensor, type StoredTensor } from "./open-tensor.js";
export {
  type Application,
  apply,
  type Attribute,
  type Attributes,
  type Constant,
  constant,
  type ConstantData,
  type Dimension,
  type Input,
  input,
  integers,
  named,
  type Numbers,
  type Operator,
  scalar,
  type Shape,
  topologicalOrder,
  type Value,
} from "./value.js";
