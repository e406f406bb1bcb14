import { describe, expect, it } from "vitest";
import { indexOfLargest } from "./index-of-largest.js";

describe("indexOfLargest", () => {
  it("gives the first of the largest, infinities included, and −1 without numbers", () => {
    expect(indexOfLargest([1, 3, 2, 3])).toBe(1);
    expect(indexOfLargest([-Infinity, -Infinity])).toBe(0);
    expect(indexOfLargest(Float32Array.of(-2, Infinity))).toBe(1);
    expect(indexOfLargest([])).toBe(-1);
  });

  it("takes more numbers than a call may have arguments", () => {
    const values = new Float32Array(200_000);
    values[199_999] = 1;
    expect(indexOfLargest(values)).toBe(199_999);
  });
});
