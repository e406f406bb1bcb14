import { type AbstractMatrix, Matrix } from "ml-matrix";
import { spectralKernel } from "./spectral-kernel.js";

/**
 * The eigenvalues of a transfer operator, in the order of `eigenvectors`: λ_in, then λ_out.
 *
 * @param lambdaIn - eigenvalues of the input nodes, length n
 * @param lambdaOut - eigenvalues of the output nodes, length m
 * @returns a new array of length n + m
 *
 * @example
 * import { eigenvalues } from "@reciprocal/spectral";
 *
 * console.log([...eigenvalues([1.5, 2], [0.5])]); // => [ 1.5, 2, 0.5 ]
 */
export function eigenvalues(lambdaIn: ArrayLike<number>, lambdaOut: ArrayLike<number>): Float64Array {
  const all = new Float64Array(lambdaIn.length + lambdaOut.length);
  all.set(lambdaIn);
  all.set(lambdaOut, lambdaIn.length);
  return all;
}

/**
 * The transfer operator of one layer, from n input nodes to m output nodes.
 *
 * A = Φ Λ Φ⁻¹ = [[diag(λ_in), 0], [w, diag(λ_out)]]  (arXiv:2106.09021), written block by block; w is the kernel.
 *
 * @param phi - eigenvector block φ, m×n; not modified
 * @param lambdaIn - length n
 * @param lambdaOut - length m
 * @returns (n+m)×(n+m); input nodes first
 * @throws {ShapeError} when a spectrum does not fit `phi`
 */
export function transferOperator(
  phi: AbstractMatrix,
  lambdaIn: ArrayLike<number>,
  lambdaOut: ArrayLike<number>,
): Matrix {
  const kernel = spectralKernel(phi, lambdaIn, lambdaOut);
  return Matrix.diag([...eigenvalues(lambdaIn, lambdaOut)]).setSubMatrix(kernel, phi.columns, 0);
}
