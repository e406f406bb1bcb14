import { ShapeError } from "./errors.js";

/**
 * The columns×rows transpose of a row-major rows×columns matrix: entry (j, i) is entry (i, j) of `values`, whatever it is.
 *
 * @throws {ShapeError} unless there are rows · columns values
 */
export function transpose(values: ArrayLike<number>, rows: number, columns: number): Float64Array {
  if (values.length !== rows * columns) {
    throw new ShapeError(
      `transpose: a ${rows}×${columns} matrix needs ${rows * columns} values, got ${values.length}`,
    );
  }
  const transposed = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) transposed[j * rows + i] = values[i * columns + j]!;
  }
  return transposed;
}
