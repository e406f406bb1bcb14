import { writeModel } from "@reciprocal/onnx";

/** An ONNX model of one product, a (rows × inner, an input) times b (inner × columns, a constant), as bytes. */
export function matmulModel(rows: number, inner: number, columns: number, b: Float32Array): Uint8Array {
  return writeModel({
    name: "matmul",
    nodes: [{ operator: "MatMul", inputs: ["a", "b"], outputs: ["product"] }],
    constants: [{ name: "b", data: b, shape: [inner, columns] }],
    inputs: [{ name: "a", shape: [rows, inner] }],
    outputs: [{ name: "product", shape: [rows, columns] }],
  });
}
