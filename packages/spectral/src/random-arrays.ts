import { checkPositiveInteger } from "./internal/check-positive-integer.js";
import { Random } from "./random.js";

export interface SeedOptions {
  /** Integer from 0 to 2^53 − 1; equal seeds give equal values, bit for bit, on every platform. */
  seed: number;
}

export interface RandomUniformOptions extends SeedOptions {
  /** Smallest possible value; default 0. */
  low?: number;
  /** End of the interval, itself left out; default 1. */
  high?: number;
}

export interface RandomNormalOptions extends SeedOptions {
  /** Default 0. */
  mean?: number;
  /** Standard deviation; default 1. */
  deviation?: number;
}

/** `length` numbers, uniform in [low, high). @throws {RangeError} for a bad length, seed or interval */
export function randomUniform(
  length: number,
  { seed, low = 0, high = 1 }: RandomUniformOptions,
): Float64Array {
  const random = new Random(seed);
  return fill("randomUniform", length, () => random.uniform(low, high));
}

/** `length` normally distributed numbers. @throws {RangeError} for a bad length, seed, mean or deviation */
export function randomNormal(
  length: number,
  { seed, mean = 0, deviation = 1 }: RandomNormalOptions,
): Float64Array {
  const random = new Random(seed);
  return fill("randomNormal", length, () => random.normal(mean, deviation));
}

/** `length` numbers that are −1 or 1. @throws {RangeError} for a bad length or seed */
export function randomSigns(length: number, { seed }: SeedOptions): Float64Array {
  const random = new Random(seed);
  return fill("randomSigns", length, () => random.sign());
}

function fill(where: string, length: number, draw: () => number): Float64Array {
  checkPositiveInteger(where, "length", length);
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) values[i] = draw();
  return values;
}
