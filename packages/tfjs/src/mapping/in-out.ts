/**
 * The transpose of a row-major rows×columns matrix in float32, between the out × in of a network and the in × out of
 * TensorFlow.js.
 *
 * @param values - not modified
 */
export function transposed(
  values: ArrayLike<number>,
  [rows, columns]: readonly [rows: number, columns: number],
): Float32Array<ArrayBuffer> {
  const result = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) result[j * rows + i] = values[i * columns + j]!;
  }
  return result;
}
