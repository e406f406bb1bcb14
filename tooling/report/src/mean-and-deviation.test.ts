import { describe, expect, it } from "vitest";
import { meanAndDeviation, spread } from "./mean-and-deviation.js";

describe("meanAndDeviation", () => {
  it("divides by n − 1", () => {
    // mean 4, squares 4 + 0 + 4 = 8, 8 / 2 = 4
    expect(meanAndDeviation([2, 4, 6])).toEqual({ mean: 4, deviation: 2, count: 3 });
  });

  it("has no deviation for a single value", () => {
    expect(meanAndDeviation([0.5])).toEqual({ mean: 0.5, deviation: null, count: 1 });
  });

  it.each([[[]], [[1, NaN]], [[Infinity]]])("refuses %j", (values) => {
    expect(() => meanAndDeviation(values)).toThrow(RangeError);
  });
});

describe("spread", () => {
  it("leaves ± out for a single value", () => {
    expect([spread(meanAndDeviation([2, 4, 6]), 1), spread(meanAndDeviation([0.5]), 3)]).toEqual([
      "4.0 ± 2.0",
      "0.500",
    ]);
  });
});
