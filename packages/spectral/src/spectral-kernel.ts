import { type AbstractMatrix, Matrix } from "ml-matrix";
import { checkSpectra } from "./internal/check-spectra.js";
import { spectralKernelValues } from "./spectral-kernel-values.js";

/**
 * The kernel of a spectral layer, `spectralKernelValues` for matrices.
 *
 * `kernel[i,j] = (lambdaIn[j] − lambdaOut[i]) · phi[i,j]`  (arXiv:2106.09021)
 *
 * @param phi - eigenvector block, out × in; not modified
 * @param lambdaIn - eigenvalues of the input nodes, one per column of phi
 * @param lambdaOut - eigenvalues of the output nodes, one per row of phi
 * @returns a new matrix, out × in, float64
 * @throws {ShapeError} when a spectrum does not fit `phi`
 */
export function spectralKernel(
  phi: AbstractMatrix,
  lambdaIn: ArrayLike<number>,
  lambdaOut: ArrayLike<number>,
): Matrix {
  checkSpectra("spectralKernel", phi, lambdaIn, lambdaOut);
  return Matrix.from1DArray(
    phi.rows,
    phi.columns,
    spectralKernelValues(phi.to1DArray(), lambdaIn, lambdaOut),
  );
}
