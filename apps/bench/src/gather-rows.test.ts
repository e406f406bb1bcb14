import { describe, expect, it } from "vitest";
import { gatherOneHot, gatherRows } from "./gather-rows.js";

const data = {
  inputs: Float32Array.of(1, 2, 3, 4, 5, 6),
  labels: Int32Array.of(0, 2, 1),
  features: 2,
  classes: 3,
};

describe("gatherRows and gatherOneHot", () => {
  it("copy the rows asked for, in their order", () => {
    const rows = Int32Array.of(2, 1, 2);
    expect([...gatherRows(data, rows)]).toEqual([5, 6, 3, 4, 5, 6]);
    expect([...gatherOneHot(data, rows)]).toEqual([0, 1, 0, 0, 0, 1, 0, 1, 0]);
  });
});
