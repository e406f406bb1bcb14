import { checkSource } from "./check-source.js";
import { selectEntries } from "./select-entries.js";
import type { MatrixSource, IndexSelection } from "./source.js";

/**
 * Some rows and columns of a matrix, as a matrix source of its own. Stored numbers are copied; of a matrix that a recipe
 * makes, and of a selection from one, only the places are noted, so a seed still stands in for the numbers.
 *
 * @param source - the matrix; not modified
 * @param indices - which rows and columns, in the order in which they are to stand
 * @throws {ShapeError | RangeError | TypeError} if the source is malformed or an index is not one of its own
 *
 * @example
 * import { materialize, submatrix } from "@reciprocal/network";
 *
 * const matrix = { rows: 2, columns: 2, values: Float32Array.of(1, 2, 3, 4) };
 * const second = submatrix(matrix, { rowIndices: Uint32Array.of(1), columnIndices: Uint32Array.of(1, 0) });
 * console.log(materialize(second));
 * // => Float32Array(2) [ 4, 3 ]
 */
export function submatrix(
  source: MatrixSource,
  indices: Pick<IndexSelection, "rowIndices" | "columnIndices">,
): MatrixSource {
  checkSource("submatrix", "the matrix", source);
  const { rowIndices, columnIndices } = indices;
  checkIndices("rows", rowIndices, source.rows);
  checkIndices("columns", columnIndices, source.columns);
  const size = { rows: rowIndices.length, columns: columnIndices.length };
  if ("values" in source) return { ...size, values: selectEntries(source.values, source.columns, indices) };
  if ("recipe" in source) return { ...size, selection: { of: source, rowIndices, columnIndices } };
  const { of, ...from } = source.selection;
  return {
    ...size,
    selection: {
      of,
      rowIndices: rowIndices.map((row) => from.rowIndices[row]!),
      columnIndices: columnIndices.map((column) => from.columnIndices[column]!),
    },
  };
}

function checkIndices(name: string, indices: Uint32Array, size: number): void {
  if (indices.length === 0) throw new RangeError(`submatrix: needs at least one of the ${name}, got none`);
  const wrong = indices.find((index) => index >= size);
  if (wrong === undefined) return;
  throw new RangeError(`submatrix: ${name} must be from 0 to ${size - 1}, got ${wrong}`);
}
