import { type AbstractMatrix, Matrix } from "ml-matrix";

/**
 * The eigenvectors of a transfer operator, as columns: Φ = [[I, 0], [φ, I]] (arXiv:2106.09021).
 *
 * @param phi - eigenvector block φ, m×n; not modified
 * @returns (n+m)×(n+m); input nodes first
 *
 * @example
 * import { Matrix } from "ml-matrix";
 * import { eigenvectors } from "@reciprocal/spectral";
 *
 * console.log(eigenvectors(new Matrix([[2, 3]])).to2DArray()); // => [ [ 1, 0, 0 ], [ 0, 1, 0 ], [ 2, 3, 1 ] ]
 */
export function eigenvectors(phi: AbstractMatrix): Matrix {
  return Matrix.eye(phi.columns + phi.rows).setSubMatrix(phi, phi.columns, 0);
}

/**
 * The inverse of `eigenvectors(phi)`, exactly: Φ⁻¹ = 2I − Φ = [[I, 0], [−φ, I]].
 *
 * @param phi - eigenvector block φ, m×n; not modified
 * @returns (n+m)×(n+m)
 *
 * @example
 * import { Matrix } from "ml-matrix";
 * import { eigenvectors, inverseEigenvectors } from "@reciprocal/spectral";
 *
 * const phi = new Matrix([[2, 3]]);
 * console.log(eigenvectors(phi).mmul(inverseEigenvectors(phi)).to2DArray()); // => [ [ 1, 0, 0 ], [ 0, 1, 0 ], [ 0, 0, 1 ] ]
 */
export function inverseEigenvectors(phi: AbstractMatrix): Matrix {
  return eigenvectors(Matrix.mul(phi, -1));
}
