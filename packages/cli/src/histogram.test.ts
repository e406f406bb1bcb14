import { describe, expect, it } from "vitest";
import { drawHistogram, histogram } from "./histogram.js";

describe("histogram", () => {
  it("counts numbers in equal bins, the largest in the last", () => {
    // bins from 0, 1, 2 and 3
    const { bins, least, most, mean, deviation } = histogram([0, 1, 1, 3, 3, 4], { bins: 4 });
    expect({ bins, least, most, mean }).toEqual({ bins: [1, 2, 0, 3], least: 0, most: 4, mean: 2 });
    expect(deviation).toBeCloseTo(Math.sqrt(12 / 6), 12); // 4 + 1 + 1 + 1 + 1 + 4
  });

  it("has one bin if all numbers are the same", () => {
    expect(histogram([2, 2]).bins).toEqual([2]);
  });

  it("needs numbers", () => {
    expect(() => histogram([])).toThrow(/histogram: .*got none/);
    for (const wrong of [NaN, Infinity]) {
      expect(() => histogram([1, wrong])).toThrow(
        new RangeError(`histogram: number 1 must be finite, got ${wrong}`),
      );
    }
  });
});

describe("drawHistogram", () => {
  it("draws each bin by the fullest, and nothing if it is empty", () => {
    expect(drawHistogram(histogram([0, 1, 1, 3, 3, 4], { bins: 4 }))).toBe("▃▆ █"); // 8/3, 16/3, 0, 8, rounded up
  });
});
