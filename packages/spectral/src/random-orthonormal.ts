import { checkPositiveInteger } from "./internal/check-positive-integer.js";
import { orthonormalFactor } from "./orthonormal-factor.js";
import { randomNormal, type SeedOptions } from "./random-arrays.js";

/**
 * A random rows×columns matrix, row-major, with orthonormal columns where rows ≥ columns, else with orthonormal
 * rows; uniform (Haar) over all such matrices: the Q, with R's diagonal positive, of a matrix of normal numbers.
 *
 * @throws {RangeError} for a size that is not a positive integer, or a bad seed
 */
export function randomOrthonormal(rows: number, columns: number, { seed }: SeedOptions): Float64Array {
  checkPositiveInteger("randomOrthonormal", "rows", rows);
  checkPositiveInteger("randomOrthonormal", "columns", columns);
  return orthonormalFactor(randomNormal(rows * columns, { seed }), rows, columns).Q;
}
