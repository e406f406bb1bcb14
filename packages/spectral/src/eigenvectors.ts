import { type AbstractMatrix, Matrix } from "ml-matrix";

/**
 * The eigenvectors of a transfer operator, as columns: Φ = [[I, 0], [φ, I]] (arXiv:2106.09021).
 *
 * @param phi - eigenvector block φ, m×n; not modified
 * @returns (n+m)×(n+m); input nodes first
 */
export function eigenvectors(phi: AbstractMatrix): Matrix {
  return Matrix.eye(phi.columns + phi.rows).setSubMatrix(phi, phi.columns, 0);
}

/**
 * The inverse of `eigenvectors(phi)`, exactly: Φ⁻¹ = 2I − Φ = [[I, 0], [−φ, I]].
 *
 * @param phi - eigenvector block φ, m×n; not modified
 * @returns (n+m)×(n+m)
 */
export function inverseEigenvectors(phi: AbstractMatrix): Matrix {
  return eigenvectors(Matrix.mul(phi, -1));
}
