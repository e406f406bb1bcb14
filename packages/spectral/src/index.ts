export { deriveSeed } from "./derive-seed.js";
export { ConvergenceError, ShapeError } from "./errors.js";
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
