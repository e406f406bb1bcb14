import { check, integer } from "@reciprocal/guards";
import { seedOptions, type SeedOptions } from "./random-arrays.js";
import { Random } from "./random.js";

/**
 * The numbers 0 … length − 1 in random order, every order equally likely as far as the seed allows (Fisher and
 * Yates).
 *
 * @param length - how many numbers, an integer from 1 to 2^32
 * @throws {RangeError} for a length that is not an integer from 1 to 2^32, or a bad seed
 *
 * @example
 * import { randomPermutation } from "@reciprocal/spectral";
 *
 * console.log([...randomPermutation(5, { seed: 7 })]); // => [ 4, 0, 2, 3, 1 ]
 */
export function randomPermutation(length: number, given: SeedOptions): Uint32Array {
  const { seed } = seedOptions.read("randomPermutation", given);
  check(integer({ min: 1, max: 2 ** 32 }), "randomPermutation", "length", length);
  const random = new Random(seed);
  const order = new Uint32Array(length);
  for (let i = 0; i < length; i++) {
    const j = random.integer(i + 1);
    order[i] = order[j]!;
    order[j] = i;
  }
  return order;
}
