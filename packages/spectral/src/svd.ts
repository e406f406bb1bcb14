import { type AbstractMatrix, Matrix, SingularValueDecomposition } from "ml-matrix";
import { checkMatrixValues } from "./internal/check-matrix-values.js";

/** A = U diag(s) Vᵀ, k = min(m, n). */
export interface Svd {
  /** m×k with orthonormal columns */
  U: Matrix;
  /** length k, ≥ 0, largest first */
  s: Float64Array;
  /** n×k with orthonormal columns */
  V: Matrix;
}

/**
 * The thin singular value decomposition A = U diag(s) Vᵀ, k = min(m, n), by ml-matrix.
 *
 * Guards around ml-matrix: wide matrices are transposed first (it would warn on the console), entries are scaled to
 * magnitude 1, and those below 1e-77 of the largest count as zero (its U and V lose their orthogonality there); an
 * entry that is not finite is refused.
 * Weak points: the signs of a pair of columns of U and V are arbitrary, and so is their basis if singular values
 * are equal or zero; singular values below 1e-16 of the largest are noise. Not for frozen parts: a new version of
 * ml-matrix may change last bits.
 *
 * @param matrix - A, m×n; not modified
 * @throws {ConvergenceError} when an entry is not finite
 * @throws {RangeError} when it has no entries
 *
 * @example
 * import { Matrix } from "ml-matrix";
 * import { svd } from "@reciprocal/spectral";
 *
 * const { U, s, V } = svd(new Matrix([[3, 0], [0, -2]]));
 * const again = U.mmul(Matrix.diag([...s])).mmul(V.transpose());
 * console.log([...s], again.round().to2DArray()); // => [ 3, 2 ] [ [ 3, 0 ], [ 0, -2 ] ]
 */
export function svd(matrix: AbstractMatrix): Svd {
  const { scaled, scale } = prepare("svd", matrix);
  const result = new SingularValueDecomposition(scaled, { autoTranspose: true });
  return {
    U: result.leftSingularVectors,
    s: Float64Array.from(result.diagonal, (value) => value * scale),
    V: result.rightSingularVectors,
  };
}

/**
 * The singular values of a matrix alone, largest first; see `svd`.
 *
 * @param matrix - m×n; not modified
 * @returns length min(m, n)
 * @throws {ConvergenceError} when an entry is not finite
 * @throws {RangeError} when it has no entries
 *
 * @example
 * import { Matrix } from "ml-matrix";
 * import { singularValues } from "@reciprocal/spectral";
 *
 * console.log([...singularValues(new Matrix([[3, 0], [0, -2]]))]); // => [ 3, 2 ]
 */
export function singularValues(matrix: AbstractMatrix): Float64Array {
  const { scaled, scale } = prepare("singularValues", matrix);
  const result = new SingularValueDecomposition(scaled, {
    autoTranspose: true,
    computeLeftSingularVectors: false,
    computeRightSingularVectors: false,
  });
  return Float64Array.from(result.diagonal, (value) => value * scale);
}

/**
 * The matrix over a power of two near its largest entry. What is then below 2^-256 is set to 0, far below rounding:
 * ml-matrix multiplies entries with each other, and if such products vanish, its U and V are not orthogonal.
 */
function prepare(where: string, matrix: AbstractMatrix): { scaled: Matrix; scale: number } {
  const values = Float64Array.from(matrix.to1DArray());
  checkMatrixValues(where, values, matrix.rows, matrix.columns);
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest > 0 ? 2 ** Math.floor(Math.log2(largest)) : 1;
  const scaled = values.map((value) => (Math.abs(value / scale) < 2 ** -256 ? 0 : value / scale));
  return { scaled: Matrix.from1DArray(matrix.rows, matrix.columns, scaled), scale };
}
