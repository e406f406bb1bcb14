import { describe, expect, it } from "vitest";
import { drawPathInPlace } from "./draw-path.js";

function draw(path: number[], radius: number, image = new Float64Array(25)): number[][] {
  drawPathInPlace(image, 5, Float64Array.from(path), radius);
  return [0, 1, 2, 3, 4].map((row) => [...image.subarray(5 * row, 5 * row + 5)]);
}

describe("drawPathInPlace", () => {
  it("is full inside the pen and fades with the distance to the line", () => {
    // along y = 2.5 from x = 1.5 to 3.5; radius 1: distance 0 and 0.5 full, distance 1 → 0.5, √2 → 1.5 − √2
    const corner = 1.5 - Math.SQRT2;
    expect(draw([1.5, 2.5, 3.5, 2.5], 1)).toEqual([
      [0, 0, 0, 0, 0],
      [corner, 0.5, 0.5, 0.5, corner],
      [0.5, 1, 1, 1, 0.5],
      [corner, 0.5, 0.5, 0.5, corner],
      [0, 0, 0, 0, 0],
    ]);
  });

  it("draws a dot for a path of one point twice", () => {
    expect(draw([0.5, 0.5, 0.5, 0.5], 0.5)[0]).toEqual([1, 0, 0, 0, 0]);
  });

  it("cuts off what lies outside the image", () => {
    expect(draw([-3, 4.5, 9, 4.5], 0.5)).toEqual([
      ...new Array<number[]>(4).fill([0, 0, 0, 0, 0]),
      [1, 1, 1, 1, 1],
    ]);
  });

  it("leaves darker ink that is there already", () => {
    const image = new Float64Array(25);
    image[0] = 0.75;
    expect(draw([1.5, 0.5, 1.5, 4.5], 1, image)[0]).toEqual([0.75, 1, 0.5, 0, 0]);
  });
});
