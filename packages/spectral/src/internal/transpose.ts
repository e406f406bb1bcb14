/** The transpose of a row-major rows×columns matrix, row-major columns×rows. */
export function transpose(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let j = 0; j < columns; j++) {
    for (let i = 0; i < rows; i++) result[j * rows + i] = values[i * columns + j]!;
  }
  return result;
}
