import { ShapeError } from "./errors.js";

/**
 * The columns×rows transpose of a row-major rows×columns matrix: entry (j, i) is entry (i, j) of `values`, whatever it is.
 *
 * @param values - the matrix, rows×columns, row-major; not modified
 * @param rows - how many rows it has
 * @param columns - how many columns it has
 * @returns a new array, columns×rows, row-major
 * @throws {ShapeError} unless there are rows · columns values
 *
 * @example
 * import { transpose } from "@reciprocal/spectral";
 *
 * console.log([...transpose([1, 2, 3, 4, 5, 6], 2, 3)]); // => [ 1, 4, 2, 5, 3, 6 ]
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
