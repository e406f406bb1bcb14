import { describe, expect, it } from "vitest";
import { packTriangle, triangleOf, unpackTriangle } from "./triangle.js";

describe("triangleOf", () => {
  it.each([
    [5, 3, { size: 3, side: "lower" }],
    [3, 3, { size: 3, side: "lower" }],
    [3, 5, { size: 3, side: "upper" }],
  ])("follows the smaller orientation, %d inputs to %d outputs", (inputs, outputs, triangle) => {
    expect(triangleOf({ inputs, outputs })).toEqual(triangle);
  });
});

describe("unpackTriangle", () => {
  it("puts a lower triangle row by row below the diagonal", () => {
    expect([...unpackTriangle([1, 2, 3, 4, 5, 6], 3, "lower")]).toEqual([1, 0, 0, 2, 3, 0, 4, 5, 6]);
  });

  it("puts an upper triangle row by row above the diagonal", () => {
    expect([...unpackTriangle([1, 2, 3, 4, 5, 6], 3, "upper")]).toEqual([1, 2, 3, 0, 4, 5, 0, 0, 6]);
  });

  it("rejects another number of values", () => {
    expect(() => unpackTriangle([1, 2], 2, "lower")).toThrow(
      "unpackTriangle: a triangle of k = 2 needs 3 values, got 2",
    );
    expect(() => unpackTriangle([], 0, "lower")).toThrow(/unpackTriangle: k .*got 0/);
  });
});

describe("packTriangle", () => {
  it.each(["lower", "upper"] as const)("undoes unpackTriangle (%s)", (triangle) => {
    const packed = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
    expect([...packTriangle(unpackTriangle(packed, 4, triangle), 4, triangle)]).toEqual(packed);
  });

  it("leaves the other half out", () => {
    expect([...packTriangle([1, 9, 2, 3], 2, "lower")]).toEqual([1, 2, 3]);
    expect([...packTriangle([1, 2, 9, 3], 2, "upper")]).toEqual([1, 2, 3]);
  });

  it("rejects another number of values", () => {
    expect(() => packTriangle([1, 2, 3], 2, "upper")).toThrow(
      "packTriangle: a triangle of k = 2 needs 4 values, got 3",
    );
  });
});
