import { describe, expect, it } from "vitest";
import { median } from "./median.js";

describe("median", () => {
  it("is the middle of an odd count, by value and not by text", () => {
    expect(median([10, 9, 100])).toBe(10);
  });

  it("is the mean of the two middle values of an even count", () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  it("refuses NaN and an empty list", () => {
    expect(() => median([1, NaN])).toThrow("median: needs one or more numbers, got [1, NaN]");
    expect(() => median([])).toThrow("median: needs one or more numbers, got []");
  });
});
