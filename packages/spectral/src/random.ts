import { check, integer } from "@reciprocal/guards";
import { normalQuantile } from "./internal/normal-quantile.js";
import { mix32, splitSeed } from "./seed.js";

/**
 * A stream of random numbers from a seed: xoshiro128** (Blackman and Vigna, ACM Trans. Math. Softw. 47, 36
 * (2021)), period 2^128 − 1, its state filled by the finalizer of splitmix32.
 *
 * Equal seeds give equal bits on every engine and platform: integer operations, + − × ÷ and square roots only.
 * Not for secrets.
 *
 * @example
 * import { Random } from "@reciprocal/spectral";
 *
 * const random = new Random(7);
 * console.log(random.normal(), random.uniform(), random.integer(6), random.sign(), random.uint32());
 * // => 1.0842208727032352 0.12614484951604776 1 1 2094938882
 */
export class Random {
  #a: number;
  #b: number;
  #c: number;
  #d: number;

  /**
   * @param seed - integer from 0 to 2^53 − 1; near seeds give unrelated streams
   * @throws {RangeError} for any other seed
   */
  constructor(seed: number) {
    const [low, high] = splitSeed("Random", seed);
    const word = (i: number) => mix32(mix32(low + Math.imul(i, 0x9e3779b9)) + high);
    this.#a = word(1);
    this.#b = word(2);
    this.#c = word(3);
    this.#d = word(4) || 1; // the state must not be all zero
  }

  /** The next 32 random bits, 0 … 2^32 − 1. */
  uint32(): number {
    const product = Math.imul(this.#b, 5);
    const result = Math.imul((product << 7) | (product >>> 25), 9) >>> 0;
    const shifted = this.#b << 9;
    this.#c ^= this.#a;
    this.#d ^= this.#b;
    this.#b ^= this.#c;
    this.#a ^= this.#d;
    this.#c ^= shifted;
    this.#d = (this.#d << 11) | (this.#d >>> 21);
    return result;
  }

  /**
   * Uniform in [low, high), 53 bits; `low` itself when both are equal. Takes two words of the stream.
   *
   * @param low - smallest possible value
   * @param high - end of the interval, itself left out
   * @throws {RangeError} unless both are finite, in order, and not further apart than the largest number
   */
  uniform(low = 0, high = 1): number {
    if (!(low <= high && high - low < Infinity)) {
      throw new RangeError(`Random.uniform: needs finite low <= high, got ${low} and ${high}`);
    }
    const unit = ((this.uint32() >>> 5) * 2 ** 26 + (this.uint32() >>> 6)) / 2 ** 53;
    const value = low + (high - low) * unit;
    return value < high ? value : low; // the sum can round up to `high`
  }

  /**
   * An integer from 0 to limit − 1, each equally likely.
   *
   * @param limit - how many integers are possible, from 1 to 2^32
   * @throws {RangeError} unless limit is an integer from 1 to 2^32
   */
  integer(limit: number): number {
    if (!(Number.isInteger(limit) && 1 <= limit && limit <= 2 ** 32)) {
      check(integer({ min: 1, max: 2 ** 32 }), "Random.integer", "limit", limit); // slow, and so only if it will throw
    }
    const excess = 2 ** 32 % limit; // words below it would favor small remainders
    let word = this.uint32();
    while (word < excess) word = this.uint32();
    return word % limit;
  }

  /** −1 or 1, each equally likely. */
  sign(): -1 | 1 {
    return this.uint32() >>> 31 ? 1 : -1;
  }

  /**
   * Normally distributed: the quantile function at one of 2^52 equally spaced probabilities, so no value lies
   * beyond 8.3 deviations. Takes two words of the stream.
   *
   * @param mean - of the distribution
   * @param deviation - its standard deviation, 0 or more
   * @throws {RangeError} unless both are finite, deviation >= 0, and nine deviations around the mean fit float64
   */
  normal(mean = 0, deviation = 1): number {
    if (!(deviation >= 0 && Math.abs(mean) + 9 * deviation < Infinity)) {
      throw new RangeError(
        `Random.normal: needs a mean and a deviation >= 0 that leave every value finite, got ${mean} and ${deviation}`,
      );
    }
    const index = (this.uint32() >>> 6) * 2 ** 26 + (this.uint32() >>> 6);
    return mean + deviation * normalQuantile((index + 0.5) / 2 ** 52);
  }
}
