import { type AbstractMatrix, Matrix } from "ml-matrix";
import { ShapeError } from "./errors.js";
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
  checkLength("lambdaIn", lambdaIn.length, phi.columns, "column");
  checkLength("lambdaOut", lambdaOut.length, phi.rows, "row");
  return Matrix.from1DArray(
    phi.rows,
    phi.columns,
    spectralKernelValues(phi.to1DArray(), lambdaIn, lambdaOut),
  );
}

function checkLength(name: string, got: number, needed: number, per: "row" | "column"): void {
  if (got === needed) return;
  throw new ShapeError(`spectralKernel: ${name} needs ${needed} values (one per ${per} of phi), got ${got}`);
}
