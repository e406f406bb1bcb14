import { checkMatrixValues } from "./internal/check-matrix-values.js";
import { factorWide } from "./internal/factor-wide.js";
import { transpose } from "./transpose.js";

/** The factors of a matrix in its smaller orientation. */
export interface OrthonormalFactor {
  /** rows×k with orthonormal columns if rows ≥ columns, else k×columns with orthonormal rows; row-major */
  Q: Float64Array;
  /** k×k, row-major: upper triangular if rows ≥ columns, else lower; diagonal ≥ 0 */
  R: Float64Array;
  /** min(rows, columns) */
  k: number;
}

/**
 * The thin orthonormal factor of a matrix in its smaller orientation: A = Q R if rows ≥ columns, A = R Q if
 * rows < columns.
 *
 * Own Householder code beside ml-matrix's: a frozen basis must never change with a dependency, so the order of all
 * operations is fixed here, and all of them (+ − × ÷ √) are exactly rounded: the same bits on every platform.
 *
 * Householder without pivoting. A of full rank has one such factorization; if rank is lost, Q is still
 * orthonormal, but some of its vectors are arbitrary, and the diagonal of R is tiny there, seldom exactly zero.
 * Entries near 1e±150 are safe.
 *
 * @param values - A, rows×columns, row-major; not modified
 * @param rows - how many rows A has, an integer of at least 1
 * @param columns - how many columns A has, an integer of at least 1
 * @throws {ShapeError} when the number of values is not rows · columns
 * @throws {ConvergenceError} when a value is not finite
 * @throws {RangeError} for a size that is not an integer of at least 1
 *
 * @example
 * import { orthonormalFactor } from "@reciprocal/spectral";
 *
 * const { Q, R, k } = orthonormalFactor(Float64Array.of(3, 4), 2, 1);
 * console.log(k, [...Q], [...R]); // => 1 [ 0.6000000000000001, 0.8 ] [ 5 ]
 */
export function orthonormalFactor(values: Float64Array, rows: number, columns: number): OrthonormalFactor {
  checkMatrixValues("orthonormalFactor", values, rows, columns);
  if (rows < columns) {
    const { L, Q } = factorWide(values, rows, columns);
    return { Q, R: L, k: rows };
  }
  const { L, Q } = factorWide(transpose(values, rows, columns), columns, rows);
  return { Q: transpose(Q, columns, rows), R: transpose(L, columns, columns), k: columns };
}
