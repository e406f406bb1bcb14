import { transpose } from "@reciprocal/spectral";

/**
 * The transpose of a row-major rows×columns matrix in float32, between the out × in of a network and the in × out of
 * TensorFlow.js.
 *
 * @param values - float32 numbers; not modified
 */
export function transposed(
  values: Float32Array,
  [rows, columns]: readonly [rows: number, columns: number],
): Float32Array<ArrayBuffer> {
  return new Float32Array(transpose(values, rows, columns));
}
