import { apply, constant, encodeModel, input, type Operator } from "@reciprocal/graph";

const matMul: Operator = { type: "MatMul", shape: ([a, b]) => [a!.shape[0]!, b!.shape[1]!] };

/** An ONNX model of one product, a (rows × inner, an input) times b (inner × columns, a constant), as bytes. */
export function matmulModel(rows: number, inner: number, columns: number, b: Float32Array): Uint8Array {
  const product = apply(matMul, [input("a", [rows, inner]), constant(b, [inner, columns])]);
  return encodeModel({ product });
}
