import { type AbstractMatrix, Matrix } from "ml-matrix";
import { ShapeError } from "./errors.js";
import { checkMatrixValues } from "./internal/check-matrix-values.js";
import { orthonormalFactor } from "./orthonormal-factor.js";

/**
 * A = Q R of a tall or square matrix, as small as it can be: k = columns.
 *
 * `orthonormalFactor` for matrices, in place of ml-matrix's own QR, which fails on wide matrices, leaves the signs
 * of R's diagonal mixed and is slower. Without pivoting: if rank is lost, R has a tiny, not a zero, diagonal.
 *
 * @param matrix - A, m×n with m ≥ n; not modified
 * @returns Q, m×k with orthonormal columns; R, k×k upper triangular, diagonal ≥ 0
 * @throws {ShapeError} for a wide matrix: use `thinLq`
 * @throws {ConvergenceError} when an entry is not finite
 * @throws {RangeError} when it has no entries
 *
 * @example
 * import { Matrix } from "ml-matrix";
 * import { thinQr } from "@reciprocal/spectral";
 *
 * const { Q, R } = thinQr(new Matrix([[3], [4]]));
 * console.log(Q.to2DArray(), R.to2DArray()); // => [ [ 0.6000000000000001 ], [ 0.8 ] ] [ [ 5 ] ]
 */
export function thinQr(matrix: AbstractMatrix): { Q: Matrix; R: Matrix } {
  const { rows, columns } = matrix;
  if (!(rows >= columns)) {
    throw new ShapeError(`thinQr: needs rows >= columns, got ${rows}×${columns}; use thinLq`);
  }
  const values = Float64Array.from(matrix.to1DArray());
  checkMatrixValues("thinQr", values, rows, columns);
  const { Q, R } = orthonormalFactor(values, rows, columns);
  return { Q: Matrix.from1DArray(rows, columns, Q), R: Matrix.from1DArray(columns, columns, R) };
}
