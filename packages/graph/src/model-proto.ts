import type { Fields, Message } from "./protobuf/message.js";

// The messages of onnx.proto that are written or read, with the numbers of their fields
// (https://github.com/onnx/onnx/blob/v1.17.0/onnx/onnx.proto). A graph inside an attribute is not among them, so no
// message contains itself and reading never goes deeper than this page.

const entry = { key: [1, "text"], value: [2, "text"] } as const satisfies Fields;

export const tensorProto = {
  dimensions: [1, "int", "repeated"],
  elementType: [2, "int"],
  floats: [4, "float", "repeated"],
  ints32: [5, "int", "repeated"],
  ints64: [7, "int", "repeated"],
  name: [8, "text"],
  rawData: [9, "bytes"],
  doubles: [10, "double", "repeated"],
  externalData: [13, entry, "repeated"],
  dataLocation: [14, "int"],
} as const satisfies Fields;
/** The message `TensorProto` of ONNX, as far as it is used here. */
export type TensorProto = Message<typeof tensorProto>;

const attributeProto = {
  name: [1, "text"],
  float: [2, "float"],
  int: [3, "int"],
  string: [4, "text"],
  tensor: [5, tensorProto],
  floats: [7, "float", "repeated"],
  ints: [8, "int", "repeated"],
  strings: [9, "bytes", "repeated"],
  type: [20, "int"],
} as const satisfies Fields;
/** The message `AttributeProto` of ONNX, as far as it is used here. */
export type AttributeProto = Message<typeof attributeProto>;

const nodeProto = {
  inputs: [1, "text", "repeated"],
  outputs: [2, "text", "repeated"],
  name: [3, "text"],
  operator: [4, "text"],
  attributes: [5, attributeProto, "repeated"],
  domain: [7, "text"],
} as const satisfies Fields;
/** The message `NodeProto` of ONNX, as far as it is used here. */
export type NodeProto = Message<typeof nodeProto>;

const dimension = { size: [1, "int"], symbol: [2, "text"] } as const satisfies Fields;
const shape = { dimensions: [1, dimension, "repeated"] } as const satisfies Fields;
const tensorType = { elementType: [1, "int"], shape: [2, shape] } as const satisfies Fields;
const type = { tensor: [1, tensorType] } as const satisfies Fields;
const valueInfoProto = { name: [1, "text"], type: [2, type] } as const satisfies Fields;
/** The message `ValueInfoProto` of ONNX, as far as it is used here. */
export type ValueInfoProto = Message<typeof valueInfoProto>;

const graphProto = {
  nodes: [1, nodeProto, "repeated"],
  name: [2, "text"],
  constants: [5, tensorProto, "repeated"],
  inputs: [11, valueInfoProto, "repeated"],
  outputs: [12, valueInfoProto, "repeated"],
} as const satisfies Fields;
/** The message `GraphProto` of ONNX, as far as it is used here. */
export type GraphProto = Message<typeof graphProto>;

const operatorSet = { domain: [1, "text"], version: [2, "int"] } as const satisfies Fields;

export const modelProto = {
  irVersion: [1, "int"],
  producerName: [2, "text"],
  producerVersion: [3, "text"],
  documentation: [6, "text"],
  graph: [7, graphProto],
  operatorSets: [8, operatorSet, "repeated"],
  metadata: [14, entry, "repeated"],
} as const satisfies Fields;
/** The message `ModelProto` of ONNX, as far as it is used here. */
export type ModelProto = Message<typeof modelProto>;

/** TensorProto.DataType, those that are written or read. */
export const elementTypes = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 } as const;

/** AttributeProto.AttributeType, those that are written. */
export const attributeTypes = { float: 1, int: 2 } as const;
