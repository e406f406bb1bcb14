import { describe, expect, it } from "vitest";
import { moveApart } from "./move-apart.js";

describe("moveApart", () => {
  it("leaves what has room and spreads a crowd about its center", () => {
    expect(moveApart([100, 10, 12, 11], 10)).toEqual([100, 1, 21, 11]);
  });

  it("merges crowds that spreading brings together", () => {
    const placed = moveApart([0, 1, 10, 11], 8);
    expect(placed).toEqual([-6.5, 1.5, 9.5, 17.5]);
  });
});
