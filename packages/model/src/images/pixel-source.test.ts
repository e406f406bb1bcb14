import { decodeImage } from "@reciprocal/datasets";
import { Random } from "@reciprocal/spectral";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { ModelInputError } from "../errors.js";
import type { ImageInput } from "../specs/input-spec.js";
import { pixelsOf } from "./pixel-source.js";

const [width, height] = [64, 64];
const inputWith = (background: string): ImageInput => ({
  ...{ kind: "image", height, width, channels: 3, fit: "fill", background },
});

describe("pixelsOf", () => {
  const random = new Random(1);
  const data = Uint8ClampedArray.from({ length: 4 * width * height }, () =>
    Math.floor(256 * random.uniform()),
  );
  data.set([7, 8, 9, 0, 7, 8, 9, 255]);

  it.each(["black", "white", "White", "rebeccapurple", "#f80", "#12345680", "rgb(1, 2, 3)", "transparent"])(
    "puts transparent pixels on the background as files are: %s",
    async (background) => {
      const png = await sharp(data, { raw: { width, height, channels: 4 } })
        .png()
        .toBuffer();
      const { bytes } = await decodeImage(png, { background });
      expect(pixelsOf("predict", { data, width, height }, inputWith(background))).toEqual(
        Uint8Array.from(bytes),
      );
    },
  );

  it("refuses transparent pixels on a background that it cannot read", () => {
    const given = { data, width, height };
    expect(() => pixelsOf("predict: the image", given, inputWith("lab(50% 0 0)"))).toThrow(
      new ModelInputError(
        'predict: the image has transparent pixels, which need a background such as "white", "#ffffff" or "rgb(255, 255, 255)", got "lab(50% 0 0)" in the model; fill the canvas with the background before drawing',
      ),
    );
    const opaque = data.map((value, index) => (index % 4 === 3 ? 255 : value));
    expect(pixelsOf("predict", { ...given, data: opaque }, inputWith("lab(50% 0 0)")).slice(0, 6)).toEqual(
      Uint8Array.of(7, 8, 9, 7, 8, 9),
    );
  });
});
