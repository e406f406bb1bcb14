import { type AbstractMatrix, Matrix, SingularValueDecomposition } from "ml-matrix";
import { checkMatrixValues } from "./internal/check-matrix-values.js";

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
 * Wide matrices are transposed first, and entries scaled to magnitude 1: ml-matrix warns on the console for the one,
 * and loses accuracy near 1e±150 with the other. A non-finite entry, which it would answer with NaN, is refused.
 * Weak points: the signs of a pair of columns of U and V are arbitrary, and so is their basis where singular values
 * are equal or zero; singular values below 1e-16 of the largest are noise. Not for frozen parts: a new version of
 * ml-matrix may change last bits.
 *
 * @param matrix - A, m×n; not modified
 * @throws {ConvergenceError} when an entry is not finite
 * @throws {RangeError} when it has no entries
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

/** The matrix over a power of two near its largest entry, which is exact but for what is negligible. */
function prepare(where: string, matrix: AbstractMatrix): { scaled: Matrix; scale: number } {
  checkMatrixValues(where, matrix.to1DArray(), matrix.rows, matrix.columns);
  const largest = Math.max(matrix.max(), -matrix.min());
  const scale = largest > 0 ? 2 ** Math.floor(Math.log2(largest)) : 1;
  return { scaled: Matrix.div(matrix, scale), scale };
}
