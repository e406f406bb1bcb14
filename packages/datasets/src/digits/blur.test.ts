import { describe, expect, it } from "vitest";
import { blurInPlace } from "./blur.js";

describe("blurInPlace", () => {
  it("spreads one pixel as the kernel along columns times the kernel along rows", () => {
    const image = Float64Array.of(0, 0, 0, 0, 16, 0, 0, 0, 0);
    blurInPlace(image, 3, 0.25);
    expect([...image]).toEqual([1, 2, 1, 2, 4, 2, 1, 2, 1]);
  });

  it("treats what lies outside as black", () => {
    const image = new Float64Array(4).fill(1);
    blurInPlace(image, 2, 0.25);
    // (0.5 + 0.25) along either axis
    expect([...image]).toEqual([0.5625, 0.5625, 0.5625, 0.5625]);
  });

  it("changes nothing when the amount is 0", () => {
    const image = Float64Array.of(1, 2, 3, 4);
    blurInPlace(image, 2, 0);
    expect([...image]).toEqual([1, 2, 3, 4]);
  });
});
