/**
 * The columns×rows transpose of a row-major rows×columns matrix, between the network's out × in and the in × out of
 * TensorFlow.js.
 *
 * @param values - not modified
 */
export function transposeValues(
  values: ArrayLike<number>,
  rows: number,
  columns: number,
): Float32Array<ArrayBuffer> {
  const transposed = new Float32Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) transposed[j * rows + i] = values[i * columns + j]!;
  }
  return transposed;
}
