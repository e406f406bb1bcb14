import { check, integer } from "@reciprocal/guards";
import { ShapeError } from "./errors.js";

/** A sparse matrix as plain data (compressed sparse rows). Row i holds the entries rowStarts[i] … rowStarts[i+1] − 1. */
export interface CsrMatrix {
  /** How many rows, at least 1. */
  readonly rows: number;
  /** How many columns, at least 1. */
  readonly columns: number;
  /** Length rows + 1; the last one is the number of entries. */
  readonly rowStarts: Uint32Array;
  /** The column of each entry, ascending within a row. */
  readonly columnIndices: Uint32Array;
  /** The value of each entry. */
  readonly values: Float64Array;
}

/**
 * The sparse form of a row-major matrix. Keeps every entry that is not 0 (NaN is kept, −0 is not).
 *
 * @param values - rows×columns, row-major; not modified
 * @param rows - how many rows, an integer of at least 1
 * @param columns - how many columns, an integer of at least 1
 * @throws {ShapeError} when the number of values is not rows · columns
 * @throws {RangeError} for a size that is not an integer of at least 1
 *
 * @example
 * import { toCsr } from "@reciprocal/spectral";
 *
 * const { rowStarts, columnIndices, values } = toCsr([0, 5, 0, 7], 2, 2);
 * console.log([...rowStarts], [...columnIndices], [...values]); // => [ 0, 1, 2 ] [ 1, 1 ] [ 5, 7 ]
 */
export function toCsr(values: ArrayLike<number>, rows: number, columns: number): CsrMatrix {
  check(integer({ min: 1 }), "toCsr", "rows", rows);
  check(integer({ min: 1 }), "toCsr", "columns", columns);
  if (values.length !== rows * columns) {
    throw new ShapeError(
      `toCsr: a ${rows}×${columns} matrix needs ${rows * columns} values, got ${values.length}`,
    );
  }
  const rowStarts = new Uint32Array(rows + 1);
  const kept: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let at = i * columns; at < (i + 1) * columns; at++) if (values[at] !== 0) kept.push(at);
    rowStarts[i + 1] = kept.length;
  }
  return {
    rows,
    columns,
    rowStarts,
    columnIndices: Uint32Array.from(kept, (at) => at % columns),
    values: Float64Array.from(kept, (at) => values[at]!),
  };
}

/**
 * The way back from `toCsr`: rows×columns, row-major.
 *
 * @example
 * import { fromCsr, toCsr } from "@reciprocal/spectral";
 *
 * console.log([...fromCsr(toCsr([0, 5, 0, 7], 2, 2))]); // => [ 0, 5, 0, 7 ]
 */
export function fromCsr({ rows, columns, rowStarts, columnIndices, values }: CsrMatrix): Float64Array {
  const dense = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++) {
    for (let e = rowStarts[i]!; e < rowStarts[i + 1]!; e++)
      dense[i * columns + columnIndices[e]!] = values[e]!;
  }
  return dense;
}

/**
 * The product of a sparse matrix and a vector, y_i = Σ_j a_ij x_j, summed in the order of the columns.
 *
 * Entries that are not stored count as zero whatever x holds: 0 · NaN does not reach the sum.
 *
 * @param x - length columns; not modified
 * @returns length rows
 * @throws {ShapeError} when `x` does not fit
 *
 * @example
 * import { multiplyCsr, toCsr } from "@reciprocal/spectral";
 *
 * const matrix = toCsr([0, 5, 0, 7], 2, 2);
 * console.log([...multiplyCsr(matrix, [1, 2])]); // => [ 10, 14 ]
 */
export function multiplyCsr(
  { rows, columns, rowStarts, columnIndices, values }: CsrMatrix,
  x: ArrayLike<number>,
): Float64Array {
  if (x.length !== columns) {
    throw new ShapeError(`multiplyCsr: x needs ${columns} values (one per column), got ${x.length}`);
  }
  const y = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let e = rowStarts[i]!; e < rowStarts[i + 1]!; e++) sum += values[e]! * x[columnIndices[e]!]!;
    y[i] = sum;
  }
  return y;
}
