import { ShapeError } from "./errors.js";

/**
 * The kernel of a spectral layer in flat, row-major form.
 *
 * `kernel[i,j] = (lambdaIn[j] − lambdaOut[i]) · phi[i,j]`  (arXiv:2106.09021), float64
 *
 * Only differences matter: one constant added to both spectra gives the same kernel, up to rounding. Values are not
 * checked; a NaN reaches the entries that it concerns.
 *
 * @param phi - eigenvector block, m×n, row-major; not modified
 * @param lambdaIn - eigenvalues of the input nodes, length n
 * @param lambdaOut - eigenvalues of the output nodes, length m
 * @returns a new array, m×n, row-major
 * @throws {ShapeError} when `phi` has not m · n values
 *
 * @example
 * import { spectralKernelValues } from "@reciprocal/spectral";
 *
 * console.log([...spectralKernelValues([2, 3], [1.5, 2], [0.5])]); // => [ 2, 4.5 ]
 */
export function spectralKernelValues(
  phi: ArrayLike<number>,
  lambdaIn: ArrayLike<number>,
  lambdaOut: ArrayLike<number>,
): Float64Array {
  const n = lambdaIn.length;
  const m = lambdaOut.length;
  if (phi.length !== m * n) {
    throw new ShapeError(
      `spectralKernelValues: phi needs ${m * n} values (${m} of lambdaOut times ${n} of lambdaIn), got ${phi.length}`,
    );
  }
  const kernel = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    const out = lambdaOut[i]!;
    for (let j = 0; j < n; j++) kernel[i * n + j] = (lambdaIn[j]! - out) * phi[i * n + j]!;
  }
  return kernel;
}
