import { ModelInputError } from "../errors.js";
import type { ImageInput } from "../specs/input-spec.js";

/** Pixels from the top left, each red, green, blue and opacity, as in an `ImageData` of a canvas. */
export interface PixelSource {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * The channels that a model takes of pixels of the size that it takes. What is transparent shows black.
 *
 * @throws {ModelInputError} for pixels of another size, or too few of them
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
  const { channels } = input;
  const bytes = new Uint8Array(width * height * channels);
  for (let pixel = 0; pixel < width * height; pixel++) {
    const opacity = data[4 * pixel + 3]! / 255;
    const color = [0, 1, 2].map((channel) => Math.round(data[4 * pixel + channel]! * opacity));
    if (channels === 3) bytes.set(color, 3 * pixel);
    else bytes[pixel] = luminance(color as [number, number, number]);
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
