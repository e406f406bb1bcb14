import { ShapeError } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { augmentImages, type AugmentImagesOptions, type ImageBatch } from "./augment-images.js";
import { cosineAndSine } from "./turn.js";

const batch = (shape: number[], ...values: number[]): ImageBatch => ({
  count: values.length / shape.reduce((a, b) => a * b),
  shape,
  inputs: Float32Array.from(values),
});
const augmented = (of: ImageBatch, options: AugmentImagesOptions, seed: number) => {
  const copy = { ...of, inputs: of.inputs.slice() };
  augmentImages(options)(copy, { seed });
  return [...copy.inputs];
};
/** What comes of one image for many seeds. */
const outcomes = (of: ImageBatch, options: AugmentImagesOptions) =>
  new Set(Array.from({ length: 100 }, (_, seed) => augmented(of, options, seed).join(" ")));

describe("augmentImages", () => {
  const square = batch([2, 2, 1], 1, 2, 3, 4);

  it("shifts by whole pixels, as far as asked, in every direction", () => {
    expect(outcomes(square, { shift: 1 })).toEqual(
      new Set([
        "1 2 3 4",
        "0 1 0 3", // right
        "2 0 4 0",
        "0 0 1 2", // down
        "3 4 0 0",
        "0 0 0 1",
        "0 0 2 0",
        "0 3 0 0",
        "4 0 0 0",
      ]),
    );
    expect(outcomes(batch([1, 1, 1], 1), { shift: 1, fill: 0.5 })).toEqual(new Set(["1", "0.5"]));
  });

  it("mirrors as it is told", () => {
    expect(outcomes(square, { flip: "horizontal" })).toEqual(new Set(["1 2 3 4", "2 1 4 3"]));
    expect(outcomes(square, { flip: "vertical" })).toEqual(new Set(["1 2 3 4", "3 4 1 2"]));
    expect(outcomes(square, { flip: "both" }).size).toBe(4);
    expect(outcomes(square, {})).toEqual(new Set(["1 2 3 4"]));
  });

  it("rotates about the center, either way, and interpolates linearly", () => {
    // a dot at the right of the center of 3×3, turned by a, is at (−sin a, cos a); its share of the four neighbors
    const dot = batch([3, 3, 1], 0, 0, 0, 0, 0, 1, 0, 0, 0);
    const sides = Array.from({ length: 100 }, (_, seed) => {
      const image = augmented(dot, { rotate: 30 }, seed);
      return { kept: image[5]!, down: image[8]! };
    });
    // furthest, 30°: back from (0, 1) to (∓ 0.5, 0.866), so 0.5 · 0.866
    const least = Math.min(...sides.map(({ kept }) => kept));
    expect(least).toBeGreaterThanOrEqual(0.5 * Math.cos(Math.PI / 6) - 1e-6);
    expect(least).toBeLessThan(0.5);
    expect(new Set(sides.map(({ down }) => down > 0)).size).toBe(2);
  });

  it("gives every image of a batch its own, by the seed alone", () => {
    const many = batch([4, 4, 1], ...Array.from({ length: 10 * 16 }, (_, i) => (i % 16) / 16));
    const options: AugmentImagesOptions = { shift: 1, rotate: 20, flip: "both" };
    const first = augmented(many, options, 1);
    expect(augmented(many, options, 1)).toEqual(first);
    expect(augmented(many, options, 2)).not.toEqual(first);
    const images = Array.from({ length: 10 }, (_, i) => first.slice(16 * i, 16 * i + 16).join(" "));
    expect(new Set(images).size).toBe(10);
  });

  it("does not change what one option does when another is added", () => {
    const one = batch([1, 3, 1], 0, 1, 0);
    for (let seed = 0; seed < 20; seed++) {
      // a mirror leaves this image as it is, but for the shift
      expect(augmented(one, { shift: 1, flip: "horizontal" }, seed)).toEqual(
        augmented(one, { shift: 1 }, seed),
      );
    }
  });

  it("moves the channels of a pixel together, in either layout", () => {
    const last = batch([1, 2, 2], 1, 10, 2, 20);
    const first = batch([2, 1, 2], 1, 2, 10, 20);
    expect(outcomes(last, { flip: "horizontal" })).toEqual(new Set(["1 10 2 20", "2 20 1 10"]));
    expect(outcomes(first, { flip: "horizontal", layout: "channels-first" })).toEqual(
      new Set(["1 2 10 20", "2 1 20 10"]),
    );
    expect(outcomes(batch([1, 2], 1, 2), { flip: "horizontal" })).toEqual(new Set(["1 2", "2 1"]));
  });

  it("keeps its bits", () => {
    const ramp = batch([3, 3, 1], 0, 0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1);
    expect(augmented(ramp, { rotate: 45, shift: 1, flip: "both" }, 7)).toMatchSnapshot();
  });

  it("refuses what is no batch of images", () => {
    const refused = (of: ImageBatch, ...facts: string[]) =>
      expect(() => augmented(of, { shift: 1 }, 0)).toThrow(
        errorWith(ShapeError, "augmentImages: ", ...facts),
      );
    refused(batch([4], 1, 2, 3, 4), "[height, width, channels]", "got [4]");
    refused({ ...square, count: 2 }, "2×4", "got 4");
    expect(() => augmentImages({ rotate: 200 })).toThrow(
      errorWith(RangeError, "augmentImages: rotate", "got 200"),
    );
    expect(() => augmented(square, {}, -1)).toThrow(RangeError);
  });
});

describe("cosineAndSine", () => {
  it("are those of the engine, nearly, and exact for no angle", () => {
    expect(cosineAndSine(0)).toEqual([1, 0]);
    for (let degrees = -180; degrees <= 180; degrees += 7.5) {
      const [cosine, sine] = cosineAndSine(degrees);
      expect(Math.abs(cosine - Math.cos((degrees * Math.PI) / 180))).toBeLessThan(1e-14);
      expect(Math.abs(sine - Math.sin((degrees * Math.PI) / 180))).toBeLessThan(1e-14);
    }
  });
});
