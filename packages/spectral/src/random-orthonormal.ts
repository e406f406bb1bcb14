import { check, integer } from "@reciprocal/guards";
import { orthonormalFactor } from "./orthonormal-factor.js";
import { randomNormal, seedOptions, type SeedOptions } from "./random-arrays.js";

/**
 * A random rows×columns matrix, row-major, with orthonormal columns if rows ≥ columns, else with orthonormal
 * rows; uniform (Haar) over all such matrices: the Q, with R's diagonal positive, of a matrix of normal numbers.
 *
 * @param rows - how many rows, an integer of at least 1
 * @param columns - how many columns, an integer of at least 1
 * @throws {RangeError} for a size that is not an integer of at least 1, or a bad seed
 *
 * @example
 * import { randomOrthonormal } from "@reciprocal/spectral";
 *
 * const [a, b, c, d] = randomOrthonormal(2, 2, { seed: 7 });
 * console.log((a! * a! + c! * c!).toFixed(6), Math.abs(a! * b! + c! * d!).toFixed(6)); // => 1.000000 0.000000
 */
export function randomOrthonormal(rows: number, columns: number, given: SeedOptions): Float64Array {
  const { seed } = seedOptions.read("randomOrthonormal", given);
  check(integer({ min: 1 }), "randomOrthonormal", "rows", rows);
  check(integer({ min: 1 }), "randomOrthonormal", "columns", columns);
  return orthonormalFactor(randomNormal(rows * columns, { seed }), rows, columns).Q;
}
