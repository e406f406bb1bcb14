import { describe, expect, it } from "vitest";
import { normalQuantile } from "./internal/normal-quantile.js";
import { portableLog } from "./internal/portable-log.js";
import { Random } from "./random.js";

/** xoshiro128** and its seeding written down a second time, in BigInt arithmetic. */
function* reference(seed: bigint): Generator<number> {
  const word = (x: bigint) => BigInt.asUintN(32, x);
  const mix = (x: bigint) => {
    x = word((x ^ (x >> 16n)) * 0x21f0aaadn);
    x = word((x ^ (x >> 15n)) * 0x735a2d97n);
    return x ^ (x >> 15n);
  };
  const rotate = (x: bigint, by: bigint) => word(x << by) | (x >> (32n - by));
  const s = [1n, 2n, 3n, 4n].map((i) => mix(word(mix(word(seed + i * 0x9e3779b9n)) + (seed >> 32n))));
  for (;;) {
    yield Number(word(rotate(word(s[1]! * 5n), 7n) * 9n));
    const t = word(s[1]! << 9n);
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = rotate(s[3]!, 11n);
  }
}

const draws = <T>(count: number, draw: () => T): T[] => Array.from({ length: count }, draw);

/** Φ(x), by the series of Marsaglia, J. Stat. Softw. 11, 4 (2004); good for |x| < 7. */
function normalDistribution(x: number): number {
  let sum = x;
  for (let n = 3, term = x; Math.abs(term) > 1e-18; n += 2) sum += term *= (x * x) / n;
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.9189385332046727);
}

describe("Random", () => {
  it.each([0, 1, 2 ** 32, Number.MAX_SAFE_INTEGER])("is xoshiro128** for seed %d", (seed) => {
    const random = new Random(seed);
    const other = reference(BigInt(seed));
    const expected = draws(100, () => other.next().value as number);
    expect(draws(100, () => random.uint32())).toEqual(expected);
  });

  it("keeps its first values", () => {
    const random = new Random(7);
    expect(draws(3, () => random.uint32())).toEqual([3697393705, 3973149826, 541788014]);
    expect(draws(3, () => random.uniform())).toEqual([
      0.10094584034989529, 0.8728293589336125, 0.635896818233411,
    ]);
    expect(draws(3, () => random.normal())).toEqual([
      1.0364233378164893, 0.5058275346668261, 1.662524526782712,
    ]);
    expect(draws(6, () => random.integer(10))).toEqual([2, 6, 8, 6, 9, 6]);
    expect(draws(6, () => random.sign())).toEqual([-1, 1, -1, 1, 1, 1]);
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53])("refuses the seed %d", (seed) => {
    expect(() => new Random(seed)).toThrow(RangeError);
    expect(() => new Random(seed)).toThrow(new RegExp(`^Random: seed.*got ${seed}$`));
  });

  it("gives unrelated streams for neighboring seeds", () => {
    // 64 first words of 32 bits each differ in 1024 ± 23 bits on average from those of the next seed
    const words = draws(64, () => 0).map((_, seed) => new Random(seed).uint32());
    const bits = (x: number) => x.toString(2).replaceAll("0", "").length;
    const flips = words.slice(1).reduce((sum, word, i) => sum + bits((word ^ words[i]!) >>> 0), 0);
    expect(Math.abs(flips - 63 * 16)).toBeLessThan(5 * Math.sqrt(63 * 8));
  });
});

describe("Random.uniform", () => {
  it("fills [0, 1) evenly", () => {
    const random = new Random(1);
    const sorted = Float64Array.from(draws(100_000, () => random.uniform())).sort();
    expect(sorted[0]).toBeGreaterThanOrEqual(0);
    expect(sorted.at(-1)).toBeLessThan(1);
    expect(kolmogorovDistance(sorted, (x) => x)).toBeLessThan(1.95 / Math.sqrt(100_000)); // the 0.1 % point
  });

  it("never reaches the upper end, even where rounding would", () => {
    const random = new Random(1);
    const high = 1 + Number.EPSILON; // the only number of [1, high) is 1, and half of all sums round to high
    expect(new Set(draws(100, () => random.uniform(1, high)))).toEqual(new Set([1]));
    expect(random.uniform(3, 3)).toBe(3);
  });

  it.each([
    [1, 0],
    [NaN, 1],
    [0, NaN],
    [0, Infinity],
    [-1e308, 1e308],
  ])("refuses the interval [%d, %d)", (low, high) => {
    expect(() => new Random(1).uniform(low, high)).toThrow(
      new RangeError(`Random.uniform: needs finite low <= high, got ${low} and ${high}`),
    );
  });
});

describe("Random.integer", () => {
  it("is unbiased where the limit does not divide 2^32", () => {
    // remainders of 32-bit words by 3·2^30 would fall below 2^30 half of the time, not a third
    const random = new Random(1);
    const small = draws(30_000, () => random.integer(3 * 2 ** 30)).filter((x) => x < 2 ** 30).length;
    expect(Math.abs(small - 10_000)).toBeLessThan(5 * Math.sqrt(30_000 * (2 / 9)));
  });

  it("reaches every number below the limit and no other", () => {
    const random = new Random(1);
    expect(new Set(draws(200, () => random.integer(6)))).toEqual(new Set([0, 1, 2, 3, 4, 5]));
    expect(random.integer(1)).toBe(0);
    expect(random.integer(2 ** 32)).toBeLessThan(2 ** 32);
  });

  it.each([0, -1, 1.5, NaN, 2 ** 32 + 1])("refuses the limit %d", (limit) => {
    expect(() => new Random(1).integer(limit)).toThrow(RangeError);
  });
});

describe("Random.normal", () => {
  const count = 200_000;
  const random = new Random(11);
  const sorted = Float64Array.from(draws(count, () => random.normal())).sort();
  const moment = (power: number) => sorted.reduce((sum, x) => sum + x ** power, 0) / count;

  it("follows the normal distribution", () => {
    expect(kolmogorovDistance(sorted, normalDistribution)).toBeLessThan(1.95 / Math.sqrt(count));
  });

  it("has the moments 0, 1, 0 and 3", () => {
    // five standard errors: the variance of x^p is 1, 2, 15 and 96
    expect(Math.abs(moment(1))).toBeLessThan(5 * Math.sqrt(1 / count));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / count));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / count));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / count));
  });

  it("has as many values beyond 3 and 4 deviations as it should", () => {
    for (const limit of [3, 4]) {
      const expected = 2 * normalDistribution(-limit) * count;
      const found = sorted.filter((x) => Math.abs(x) > limit).length;
      expect(Math.abs(found - expected)).toBeLessThan(5 * Math.sqrt(expected));
    }
  });

  it("shifts and scales the standard value", () => {
    expect(new Random(3).normal(5, 2)).toBe(5 + 2 * new Random(3).normal());
    expect(new Random(3).normal(5, 0)).toBe(5);
  });

  it.each([
    [NaN, 1],
    [Infinity, 1],
    [0, -1],
    [0, NaN],
    [0, Infinity],
    [1e308, 1e308],
    [0, 3e307],
  ])("refuses mean %d with deviation %d", (mean, deviation) => {
    expect(() => new Random(1).normal(mean, deviation)).toThrow(RangeError);
  });
});

describe("normalQuantile", () => {
  it("agrees with Python's statistics.NormalDist().inv_cdf (3.11) across all three branches", () => {
    const known = [
      [1e-300, -37.0470962993612],
      [2 ** -53, -8.209536151601386],
      [1e-12, -7.034483825301132],
      [1e-6, -4.753424308822899],
      [0.01, -2.3263478740408408],
      [0.074, -1.4466320671589785],
      [0.076, -1.4325027208258114],
      [0.3, -0.5244005127080407],
      [0.6, 0.2533471031357998],
      [0.99, 2.3263478740408408],
    ] as const;
    for (const [p, z] of known) expect(Math.abs(normalQuantile(p) / z - 1)).toBeLessThan(4e-16);
  });

  it("is antisymmetric to the last bit", () => {
    for (const p of [2 ** -53, 2 ** -30, 0.0625, 0.25])
      expect(normalQuantile(1 - p)).toBe(-normalQuantile(p));
    expect(normalQuantile(0.5)).toBe(0);
  });
});

describe("portableLog", () => {
  it("stays within two units in the last place of the logarithm", () => {
    const random = new Random(5);
    for (const x of [
      2 ** -53,
      0.07,
      Math.SQRT1_2,
      1.5,
      10,
      ...draws(1000, () => random.uniform(1e-6, 0.1)),
    ]) {
      expect(Math.abs(portableLog(x) / Math.log(x) - 1)).toBeLessThan(2 ** -51);
    }
    expect(portableLog(1)).toBe(0);
  });
});

/** The largest gap between the empirical distribution of sorted values and the given one. */
function kolmogorovDistance(sorted: Float64Array, distribution: (x: number) => number): number {
  return sorted.reduce((worst, x, i) => {
    const d = distribution(x);
    return Math.max(worst, Math.abs(d - i / sorted.length), Math.abs(d - (i + 1) / sorted.length));
  }, 0);
}
