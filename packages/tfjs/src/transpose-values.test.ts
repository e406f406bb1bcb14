import { describe, expect, it } from "vitest";
import { transposeValues } from "./transpose-values.js";

describe("transposeValues", () => {
  it("turns rows into columns", () => {
    expect(transposeValues([1, 2, 3, 4, 5, 6], 2, 3)).toEqual(Float32Array.of(1, 4, 2, 5, 3, 6));
  });
});
