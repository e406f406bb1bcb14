import type { Dataset } from "@reciprocal/datasets";
import { describe, expect, it } from "vitest";
import { shiftImages } from "./shift-images.js";

const setOf = (shape: readonly number[], inputs: Float32Array): Dataset => {
  const features = shape.reduce((product, size) => product * size);
  const count = inputs.length / features;
  return { name: "set", inputs, count, features, shape, labels: new Int32Array(count), classes: 1 };
};

describe("shiftImages", () => {
  it("inverts every pixel and leaves the set as it was", () => {
    const set = setOf([1, 3], Float32Array.of(0, 0.25, 1));
    expect(shiftImages(set, "inverted").inputs).toEqual(Float32Array.of(1, 0.75, 0));
    expect(set.inputs).toEqual(Float32Array.of(0, 0.25, 1));
  });

  it("leaves the middle where it is, and turns counterclockwise", () => {
    const dot = (place: number) => {
      const inputs = new Float32Array(81);
      inputs[place] = 1;
      return shiftImages(setOf([9, 9], inputs), "rotated").inputs;
    };
    expect(dot(40)[40]).toBe(1);
    // four to the right of the middle goes to (4 cos 30°, 4 sin 30°) = (3.46, 2), two rows up: between columns 7 and 8
    const turned = dot(44);
    const brightest = turned.indexOf(Math.max(...turned));
    expect([Math.floor(brightest / 9), brightest % 9]).toEqual([2, 7]);
  });

  it("takes the bilinear mean of what lies around the place a pixel comes from", () => {
    // 2×2: the pixel at (−½, −½) comes from (−½ cos 30° + ½ sin 30°, −½ sin 30° − ½ cos 30°) = (−0.183, −0.683),
    // so from column 0.317 between the first two and from 0.183 above the first row, where it is 0
    const turned = shiftImages(setOf([2, 2], Float32Array.of(1, 2, 4, 8)), "rotated").inputs;
    const along = 0.5 - (Math.cos(Math.PI / 6) - 0.5) / 2;
    const above = (Math.cos(Math.PI / 6) + 0.5) / 2 - 0.5;
    expect(turned[0]).toBeCloseTo((1 - above) * ((1 - along) * 1 + along * 2), 6);
  });

  it("turns every image and plane by itself", () => {
    const one = Float32Array.from({ length: 9 }, (_, i) => i / 9);
    const both = shiftImages(setOf([2, 3, 3], Float32Array.of(...one, ...one)), "rotated").inputs;
    const alone = shiftImages(setOf([3, 3], one), "rotated").inputs;
    expect(both).toEqual(Float32Array.of(...alone, ...alone));
  });

  it("refuses samples that are not images", () => {
    expect(() => shiftImages(setOf([4], new Float32Array(4)), "rotated")).toThrow(
      "shiftImages: set must have images of two or more sizes, got [4]",
    );
  });
});
