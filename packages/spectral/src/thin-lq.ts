import { type AbstractMatrix, Matrix } from "ml-matrix";
import { ShapeError } from "./errors.js";
import { checkMatrixValues } from "./internal/check-matrix-values.js";
import { transpose } from "./transpose.js";
import { orthonormalFactor } from "./orthonormal-factor.js";

/**
 * A = L Q of a wide or square matrix, as small as it can be: k = rows. L and Q are the transposes of the factors that
 * `thinQr` gives for Aᵀ. (S-QR calls this L its R.)
 *
 * @param matrix - A, m×n with m ≤ n; not modified
 * @returns L, k×k lower triangular, diagonal ≥ 0; Q, k×n with orthonormal rows
 * @throws {ShapeError} for a tall matrix: use `thinQr`
 * @throws {ConvergenceError} when an entry is not finite
 * @throws {RangeError} when it has no entries
 *
 * @example
 * import { Matrix } from "ml-matrix";
 * import { thinLq } from "@reciprocal/spectral";
 *
 * const { L, Q } = thinLq(new Matrix([[3, 4]]));
 * console.log(L.to2DArray(), Q.to2DArray()); // => [ [ 5 ] ] [ [ 0.6000000000000001, 0.8 ] ]
 */
export function thinLq(matrix: AbstractMatrix): { L: Matrix; Q: Matrix } {
  const { rows, columns } = matrix;
  if (!(rows <= columns)) {
    throw new ShapeError(`thinLq: needs rows <= columns, got ${rows}×${columns}; use thinQr`);
  }
  const values = Float64Array.from(matrix.to1DArray());
  checkMatrixValues("thinLq", values, rows, columns);
  // a square matrix is tall to orthonormalFactor, which gives Q R for it: so always Aᵀ = Q R
  const { Q, R } = orthonormalFactor(transpose(values, rows, columns), columns, rows);
  return {
    L: Matrix.from1DArray(rows, rows, transpose(R, rows, rows)),
    Q: Matrix.from1DArray(rows, columns, transpose(Q, columns, rows)),
  };
}
