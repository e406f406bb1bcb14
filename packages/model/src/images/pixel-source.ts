import { show } from "@reciprocal/guards";
import colorString from "color-string";
import { ModelInputError } from "../errors.js";
import type { ImageInput } from "../specs/input-spec.js";

/** Pixels from the top left, each red, green, blue and opacity, as in an `ImageData` of a canvas. */
export interface PixelSource {
  /** width × height × 4 bytes, row by row. */
  readonly data: Uint8ClampedArray | Uint8Array;
  /** Pixels in a row. */
  readonly width: number;
  /** Rows of pixels. */
  readonly height: number;
}

/**
 * The channels that a model takes of pixels of the size that it takes. What is transparent shows the background,
 * byte for byte as in an image file that sharp reads.
 *
 * @throws {ModelInputError} for pixels of another size, or too few of them, and for transparent ones where the background is
 * neither a name nor written with red, green and blue
 */
export function pixelsOf(where: string, { data, width, height }: PixelSource, input: ImageInput): Uint8Array {
  if (!(width === input.width && height === input.height)) {
    throw new ModelInputError(
      `${where} must be ${input.height}×${input.width} pixels (height×width), got ${height}×${width}; draw it at that size, or give the bytes of its file`,
    );
  }
  if (data.length !== 4 * width * height) {
    throw new ModelInputError(
      `${where} must have ${4 * width * height} bytes, four a pixel, got ${data.length}`,
    );
  }
  const { channels, background } = input;
  const behind = colorString.get.rgb(background);
  const bytes = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const opacity = data[4 * pixel + 3]!;
    if (opacity < 255 && !behind) {
      throw new ModelInputError(
        `${where} has transparent pixels, which need a background such as "white", "#ffffff" or "rgb(255, 255, 255)", got ${show(background)} in the model; fill the canvas with the background before drawing`,
      );
    }
    const shown = (channel: 0 | 1 | 2) => {
      const value = data[4 * pixel + channel]!;
      if (opacity === 255 || !behind) return value;
      return Math.floor((value * opacity + behind[channel]! * (255 - opacity)) / 255); // sharp rounds down
    };
    const color = [shown(0), shown(1), shown(2)] as const;
    if (channels === 3) bytes.set(color, 3 * pixel);
    else bytes[pixel] = luminance(color);
  }
  return bytes;
}

/** Gray of the same luminance (CIE, weights in linear light), as `loadImageFolder` makes it: pure green is 220. */
function luminance([red, green, blue]: readonly [number, number, number]): number {
  if (red === green && green === blue) return red;
  return fromLinear(0.2126 * toLinear(red) + 0.7152 * toLinear(green) + 0.0722 * toLinear(blue));
}

// sRGB, IEC 61966-2-1
function toLinear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

function fromLinear(light: number): number {
  const value = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
  return Math.round(255 * value);
}
