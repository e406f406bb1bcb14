import { check, flag, integer, options, type OptionTable } from "@reciprocal/guards";
import { deriveSeed } from "./seed.js";
import { randomPermutation } from "./random-permutation.js";

/** Options of `epochOrder`. */
export interface EpochOrderOptions {
  /** The pass over the samples, 1 for the first. */
  readonly epoch: number;
  /** Integer from 0 to 2^53 − 1. Default 0. */
  readonly seed?: number;
  /** Whether every epoch has its own order (default), or all have the order of the samples. */
  readonly shuffle?: boolean;
}

const orderOptions = options(
  () =>
    ({
      epoch: integer({ min: 1 }),
      seed: integer({ min: 0 }).default(0),
      shuffle: flag().default(true),
    }) satisfies OptionTable<EpochOrderOptions>,
);

/**
 * The order in which training takes its samples in one epoch: the numbers 0 … count − 1. It depends on count, seed and
 * epoch alone; everything that goes through samples takes it from here, so the same seed means the same order.
 *
 * @param count - how many samples, an integer from 1 to 2^32
 * @returns a new array of length `count`
 * @throws {RangeError} for a count that is not an integer from 1 to 2^32, an epoch below 1, or a bad seed
 *
 * @example
 * import { epochOrder } from "@reciprocal/spectral";
 *
 * console.log(epochOrder(5, { epoch: 1, seed: 7 })); // => Uint32Array(5) [ 2, 0, 3, 4, 1 ]
 * console.log(epochOrder(5, { epoch: 2, seed: 7 })); // => Uint32Array(5) [ 1, 2, 0, 3, 4 ]
 */
export function epochOrder(count: number, given: EpochOrderOptions): Uint32Array {
  const { epoch, seed, shuffle } = orderOptions.read("epochOrder", given);
  check(integer({ min: 1, max: 2 ** 32 }), "epochOrder", "count", count);
  if (shuffle) return randomPermutation(count, { seed: deriveSeed(seed, "shuffle", epoch) });
  return Uint32Array.from({ length: count }, (_, i) => i);
}
