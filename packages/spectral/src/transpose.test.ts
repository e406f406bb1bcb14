import { expect, it } from "vitest";
import { ShapeError } from "./errors.js";
import { transpose } from "./transpose.js";

it("transpose turns rows into columns, in an array of its own", () => {
  // [[1, 2, 3], [4, 5, 6]] becomes [[1, 4], [2, 5], [3, 6]]
  const values = Float32Array.of(1, 2, 3, 4, 5, 6);
  expect([...transpose(values, 2, 3)]).toEqual([1, 4, 2, 5, 3, 6]);
  expect(transpose(transpose(values, 2, 3), 3, 2)).toEqual(Float64Array.from(values));
});

it("transpose refuses values that are no such matrix, which would become NaN", () => {
  expect(() => transpose([1, 2, 3], 2, 2)).toThrow(
    new ShapeError("transpose: a 2×2 matrix needs 4 values, got 3"),
  );
});
