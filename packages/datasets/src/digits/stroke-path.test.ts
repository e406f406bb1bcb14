import { describe, expect, it } from "vitest";
import { strokePath } from "./stroke-path.js";

describe("strokePath", () => {
  it("puts three points between those of a straight stroke", () => {
    expect([...strokePath({ points: [[0, 0], [4, 8]], smooth: false })]).toEqual([0, 0, 1, 2, 2, 4, 3, 6, 4, 8]); // prettier-ignore
  });

  it("passes through the points of a smooth stroke, on the Catmull-Rom curve between them", () => {
    // halfway between b and c the curve is at (9(b + c) − a − d) / 16: from (0,0) to (1,0) with a = (0,0), d = (1,1)
    // that is (9 − 1) / 16 = 0.5 and −1 / 16
    const path = strokePath({ points: [[0, 0], [1, 0], [1, 1]], smooth: true }); // prettier-ignore
    expect([...path.subarray(0, 2), ...path.subarray(8, 10), ...path.subarray(16)]).toEqual([
      0, 0, 1, 0, 1, 1,
    ]);
    expect([...path.subarray(4, 6)]).toEqual([0.5, -0.0625]);
    // from (1,0) to (1,1) with a = (0,0) and d = (1,1): (18 − 1) / 16 and (9 − 1) / 16
    expect([...path.subarray(12, 14)]).toEqual([1.0625, 0.5]);
  });
});
