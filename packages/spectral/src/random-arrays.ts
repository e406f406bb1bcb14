import { check, integer, number, options, type OptionTable } from "@reciprocal/guards";
import { Random } from "./random.js";

/** The options of random functions that take only a seed. */
export interface SeedOptions {
  /** Integer from 0 to 2^53 − 1; equal seeds give equal values, bit for bit, on every platform. */
  readonly seed: number;
}

/** Options of `randomUniform`. */
export interface RandomUniformOptions extends SeedOptions {
  /** Smallest possible value; default 0. */
  readonly low?: number;
  /** End of the interval, itself left out; default 1. */
  readonly high?: number;
}

/** Options of `randomNormal`. */
export interface RandomNormalOptions extends SeedOptions {
  /** Default 0. */
  readonly mean?: number;
  /** Standard deviation; default 1. */
  readonly deviation?: number;
}

const seed = () => integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

/** The options of everything that is random and takes only a seed. */
export const seedOptions = options(() => ({ seed: seed() }) satisfies OptionTable<SeedOptions>);

const uniformOptions = options(
  () =>
    ({
      seed: seed(),
      low: number().default(0),
      high: number().default(1),
    }) satisfies OptionTable<RandomUniformOptions>,
);

const normalOptions = options(
  () =>
    ({
      seed: seed(),
      mean: number().default(0),
      deviation: number({ min: 0 }).default(1),
    }) satisfies OptionTable<RandomNormalOptions>,
);

/**
 * `length` numbers, uniform in [low, high).
 *
 * @param length - how many numbers, an integer of at least 1
 * @throws {RangeError} for a bad length, seed or interval
 *
 * @example
 * import { randomUniform } from "@reciprocal/spectral";
 *
 * console.log(randomUniform(2, { seed: 7, low: -1 })); // => Float64Array(2) [ 0.7217331219475125, -0.7477103009679045 ]
 */
export function randomUniform(length: number, given: RandomUniformOptions): Float64Array {
  const { seed, low, high } = uniformOptions.read("randomUniform", given);
  const random = new Random(seed);
  return fill("randomUniform", length, () => random.uniform(low, high));
}

/**
 * `length` normally distributed numbers.
 *
 * @param length - how many numbers, an integer of at least 1
 * @throws {RangeError} for a bad length, seed, mean or deviation
 *
 * @example
 * import { randomNormal } from "@reciprocal/spectral";
 *
 * console.log(randomNormal(2, { seed: 7, deviation: 0.1 })); // => Float64Array(2) [ 0.10842208727032353, -0.11448056227716821 ]
 */
export function randomNormal(length: number, given: RandomNormalOptions): Float64Array {
  const { seed, mean, deviation } = normalOptions.read("randomNormal", given);
  const random = new Random(seed);
  return fill("randomNormal", length, () => random.normal(mean, deviation));
}

/**
 * `length` numbers that are −1 or 1.
 *
 * @param length - how many numbers, an integer of at least 1
 * @throws {RangeError} for a bad length or seed
 *
 * @example
 * import { randomSigns } from "@reciprocal/spectral";
 *
 * console.log([...randomSigns(6, { seed: 7 })]); // => [ 1, 1, -1, -1, -1, 1 ]
 */
export function randomSigns(length: number, given: SeedOptions): Float64Array {
  const random = new Random(seedOptions.read("randomSigns", given).seed);
  return fill("randomSigns", length, () => random.sign());
}

function fill(where: string, length: number, draw: () => number): Float64Array {
  check(integer({ min: 1 }), where, "length", length);
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = draw();
  return values;
}
