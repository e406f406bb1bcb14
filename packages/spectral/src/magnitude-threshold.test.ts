import { errorWith } from "@reciprocal/test-utils";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ShapeError } from "./errors.js";
import { magnitudeThreshold, maskedCount } from "./magnitude-threshold.js";
import { randomNormal } from "./random-arrays.js";

/** The definition, by a plain sort; NaN last. */
function sorted(values: ArrayLike<number>): number[] {
  const magnitudes = Array.from(values, (value) => Math.abs(Math.fround(value)));
  return magnitudes.sort((a, b) => (Number.isNaN(a) ? 1 : 0) - (Number.isNaN(b) ? 1 : 0) || a - b);
}

const share = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
// every float32 there is, subnormal, infinite and NaN, with ties and zeros of both signs made likely
const ugly = fc.oneof(
  fc.float(),
  fc.constantFrom(0, -0, 1, -1, 1e-45, -1e-45, 2 ** -126, Infinity, -Infinity, NaN),
);

describe("magnitudeThreshold", () => {
  it("is the magnitude at index round(p · count) in ascending order", () => {
    // |v| in order: 1, 2, 3, 4; round(0.5 · 4) = 2
    expect(magnitudeThreshold([-4, 2, 3, -1], 0.5)).toBe(3);
    expect(magnitudeThreshold([-4, 2, 3, -1], 0)).toBe(1);
    // round(0.99 · 4) = 4 would mask all: the largest stays
    expect(magnitudeThreshold([-4, 2, 3, -1], 0.99)).toBe(4);
    expect(magnitudeThreshold([-7], 0.9)).toBe(7);
  });

  it("leaves ties with the threshold", () => {
    // in order 1, 2, 2, 2, 5: index 2 is a 2, and only the 1 lies below
    expect(magnitudeThreshold([2, -2, 5, 1, 2], 0.4)).toBe(2);
    expect(magnitudeThreshold([3, 3, -3, 3], 0.5)).toBe(3);
    expect(magnitudeThreshold([0, -0, 0, 1], 0.5)).toBe(0);
  });

  it("agrees with a sort on every float32 there is", () => {
    fc.assert(
      fc.property(fc.array(ugly, { minLength: 1, maxLength: 60 }), share, (values, sparsity) => {
        const expected = sorted(values)[maskedCount(values.length, sparsity)];
        expect(magnitudeThreshold(values, sparsity)).toBe(expected);
        expect(magnitudeThreshold(Float32Array.from(values), sparsity)).toBe(expected);
      }),
      { numRuns: 2000, seed: 1 },
    );
  });

  it("masks what was asked for among 392,000 normal numbers", () => {
    const values = Float32Array.from(randomNormal(392_000, { seed: 4 }));
    const ascending = values.map(Math.abs).sort();
    for (const sparsity of [0.5, 0.9, 0.99]) {
      expect(magnitudeThreshold(values, sparsity)).toBe(ascending[Math.round(392_000 * sparsity)]);
    }
  });

  it("rounds to float32 before it compares", () => {
    // both are 1 in float32, so neither lies below the other
    expect(magnitudeThreshold([1 + 2 ** -40, 1], 0.5)).toBe(1);
  });

  it("reads a view into a larger buffer, and leaves it as it was", () => {
    const values = Float32Array.of(9, 9, -1, 2, 9).subarray(2, 4);
    expect(magnitudeThreshold(values, 0)).toBe(1);
    expect(Array.from(values)).toEqual([-1, 2]);
  });

  it("puts NaN above every number", () => {
    expect(magnitudeThreshold([NaN, 2, Infinity], 0.4)).toBe(Infinity);
    expect(magnitudeThreshold([NaN, 2, -NaN], 0.5)).toBeNaN();
  });

  it.each([-0.1, 1, NaN, Infinity])("refuses a sparsity of %d", (sparsity) => {
    expect(() => magnitudeThreshold([1], sparsity)).toThrow(RangeError);
    expect(() => magnitudeThreshold([1], sparsity)).toThrow(new RegExp(`sparsity.*got ${sparsity}$`));
  });

  it("refuses no values", () => {
    expect(() => magnitudeThreshold([], 0.5)).toThrow(
      new ShapeError("magnitudeThreshold: needs at least one value, got 0"),
    );
  });
});

describe("maskedCount", () => {
  it("rounds, and leaves one at least", () => {
    expect([0, 0.1, 0.25, 0.75, 0.99].map((p) => maskedCount(10, p))).toEqual([0, 1, 3, 8, 9]);
    expect(maskedCount(1, 0.9)).toBe(0);
    expect(maskedCount(392_000, 0.9)).toBe(352_800);
  });

  it("refuses a sparsity of 1", () => {
    expect(() => maskedCount(10, 1)).toThrow(errorWith(RangeError, "maskedCount: sparsity", "got 1"));
  });
});
