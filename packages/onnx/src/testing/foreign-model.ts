import { encodeModelProto, type GraphProto, type NodeProto, type TensorProto } from "@reciprocal/graph";

export interface ForeignModel {
  readonly nodes: readonly NodeProto[];
  readonly constants?: readonly TensorProto[];
  /** Default [batch, 2]. */
  readonly input?: readonly (number | string)[];
  readonly opset?: number;
  /** Default `y`. */
  readonly outputs?: readonly string[];
  /** To replace what is written otherwise. */
  readonly graph?: GraphProto;
}

/** Bytes of a model from `x` to `y`, with everything in it that the public writer never writes. */
export function foreignModel({
  nodes,
  constants = [],
  input = ["n", 2],
  opset = 17,
  outputs = ["y"],
  graph,
}: ForeignModel) {
  const dimensions = input.map((size) => (typeof size === "number" ? { size } : { symbol: size }));
  return encodeModelProto({
    irVersion: 8,
    graph: {
      nodes,
      constants,
      inputs: [{ name: "x", type: { tensor: { elementType: 1, shape: { dimensions } } } }],
      outputs: outputs.map((name) => ({ name })),
      ...graph,
    },
    operatorSets: [
      { version: opset },
      ...(nodes.some(({ domain }) => domain === "ai.onnx.ml") ? [{ domain: "ai.onnx.ml", version: 3 }] : []),
    ],
  });
}

/** A node; results are named as given, the last one `y`. */
export function node(
  operator: string,
  inputs: readonly string[],
  result: string,
  attributes: NodeProto["attributes"] = [],
): NodeProto {
  return { operator, inputs, outputs: [result], name: `${operator} ${result}`, attributes };
}

/** A node of `ai.onnx.ml`. */
export function mlNode(...given: Parameters<typeof node>): NodeProto {
  return { ...node(...given), domain: "ai.onnx.ml" };
}

/** A constant of whole numbers, int64. */
export function integers(name: string, values: readonly number[] | number): TensorProto {
  const list = typeof values === "number" ? [values] : values;
  return { name, dimensions: typeof values === "number" ? [] : [list.length], elementType: 7, ints64: list };
}

/** A float32 constant, kept as `float_data`. */
export function floats(name: string, dimensions: readonly number[], values: readonly number[]): TensorProto {
  return { name, dimensions, elementType: 1, floats: values };
}
