import { encodeModelProto, type NodeProto, type TensorProto } from "@reciprocal/graph";
import { encodeOnnx } from "@reciprocal/onnx";
import { networks } from "@reciprocal/test-networks";

export type Attributes = NonNullable<NodeProto["attributes"]>;

export const int = (name: string, value: number) => ({ name, int: value, type: 2 });
export const float = (name: string, value: number) => ({ name, float: value, type: 1 });

export function node(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: Attributes = [],
): NodeProto {
  return { operator, inputs, outputs: [output], name: `${operator} ${output}`, attributes };
}

export function tensor(name: string, dimensions: readonly number[], floats: readonly number[]): TensorProto {
  return { name, dimensions, elementType: 1, floats };
}

export function integers(name: string, values: readonly number[]): TensorProto {
  return { name, dimensions: [values.length], elementType: 7, ints64: values };
}

/** A model from `x` to an output, of rows of some numbers. */
export function modelOf(
  {
    nodes,
    constants,
    inputs,
    output,
  }: { nodes: readonly NodeProto[]; constants: readonly TensorProto[]; inputs: number; output: string },
  opset = 17,
): Uint8Array {
  const dimensions = [{ symbol: "n" }, { size: inputs }];
  return encodeModelProto({
    irVersion: 8,
    graph: {
      ...{ name: "g", nodes, constants },
      inputs: [{ name: "x", type: { tensor: { elementType: 1, shape: { dimensions } } } }],
      outputs: [{ name: output, type: { tensor: { elementType: 1 } } }],
    },
    operatorSets: [{ version: opset }, { domain: "ai.onnx.ml", version: 3 }],
  });
}

const numbers = (count: number) => Array.from({ length: count }, (_, i) => ((i * 7) % 11) / 8 - 0.5);

const foreign = [
  modelOf({
    nodes: [
      node("Sub", ["x", "mean"], "a"),
      node("Div", ["a", "mean"], "b"),
      node("Gemm", ["b", "w", "c"], "d", [float("alpha", 0.5), float("beta", 2), int("transB", 1)]),
      node("Sigmoid", ["d"], "s"),
      node("Mul", ["d", "s"], "e"),
      node("Shape", ["x"], "shape"),
      node("Gather", ["shape", "zero"], "batch"),
      node("Concat", ["batch", "minus"], "to", [int("axis", 0)]),
      node("Reshape", ["e", "to"], "f"),
      node("MatMul", ["f", "v"], "g"),
      node("BatchNormalization", ["g", "p", "q", "q", "p"], "h", [float("epsilon", 1e-3)]),
      node("LeakyRelu", ["h"], "y", [float("alpha", 0.2)]),
    ],
    constants: [
      tensor("mean", [2], [0.5, 2]),
      tensor("w", [3, 2], numbers(6)),
      tensor("c", [3], numbers(3)),
      tensor("v", [3, 2], numbers(6)),
      tensor("p", [2], [1, 2]),
      tensor("q", [2], [0.5, 0.25]),
      integers("zero", [0]),
      integers("minus", [-1]),
    ],
    ...{ inputs: 2, output: "y" },
  }),
];

/** Models that `encodeOnnx` writes, in both forms, and one of many operators. */
export const onnxFiles: readonly Uint8Array[] = [
  ...foreign,
  ...foreign,
  ...Object.values(networks)
    .filter((network, index) => index % 6 === 0 && network.layers.length > 0)
    .map((network, index) => encodeOnnx(network, { form: index % 3 === 0 ? "dense" : "spectral" })),
];
