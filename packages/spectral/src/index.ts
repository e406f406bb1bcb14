/**
 * The mathematics of spectral layers: transfer operators, kernels and bases, decompositions, counts, and numbers from seeds
 * that are the same, bit for bit, on every platform.
 *
 * @packageDocumentation
 */
export { type CsrMatrix, fromCsr, multiplyCsr, toCsr } from "./csr-matrix.js";
export { eigenvectors, inverseEigenvectors } from "./eigenvectors.js";
export { epochOrder, type EpochOrderOptions } from "./epoch-order.js";
export { erf } from "./erf.js";
export { ConvergenceError, ShapeError } from "./errors.js";
export { fromTransferOperator, type SpectralParts } from "./from-transfer-operator.js";
export { mappingParameterCount, type Method } from "./mapping-parameter-count.js";
export { magnitudeThreshold, maskedCount } from "./magnitude-threshold.js";
export { orthonormalFactor, type OrthonormalFactor } from "./orthonormal-factor.js";
export {
  randomNormal,
  type RandomNormalOptions,
  randomSigns,
  randomUniform,
  type RandomUniformOptions,
  type SeedOptions,
} from "./random-arrays.js";
export { randomOrthonormal } from "./random-orthonormal.js";
export { randomPermutation } from "./random-permutation.js";
export { Random } from "./random.js";
export { deriveSeed } from "./seed.js";
export { spectralKernelValues } from "./spectral-kernel-values.js";
export { spectralKernel } from "./spectral-kernel.js";
export { singularValues, svd, type Svd } from "./svd.js";
export { thinLq } from "./thin-lq.js";
export { thinQr } from "./thin-qr.js";
export { eigenvalues, transferOperator } from "./transfer-operator.js";
export { transpose } from "./transpose.js";
