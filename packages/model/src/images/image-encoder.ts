import { decodeImage } from "@reciprocal/datasets";
import { isObject, show } from "@reciprocal/guards";
import type { Inputs } from "@reciprocal/network";
import { ModelInputError } from "../errors.js";
import type { ImageInput } from "../specs/input-spec.js";
import { decodeInBrowser } from "./decode-in-browser.js";
import { pixelsOf, type PixelSource } from "./pixel-source.js";

/** An image: the bytes of its file, or its pixels such as an `ImageData`. */
export type ImageSource = Uint8Array | PixelSource;

/**
 * What turns images into inputs of the network; bytes, if they are not scaled.
 *
 * The encoder throws a {ModelInputError} for bytes that are no image, and for pixels of another size than the model takes.
 */
export function imageEncoder(
  input: ImageInput,
): (where: string, images: readonly ImageSource[]) => Promise<Inputs> {
  const size = input.height * input.width * input.channels;
  return async (where, images) => {
    const pixels = new Uint8Array(images.length * size);
    for (const [index, image] of images.entries()) {
      const name = images.length > 1 ? `image ${index}` : "the image";
      pixels.set(await bytesOf(`${where}: ${name}`, image, input), index * size);
    }
    return scalePixels(pixels, input);
  };
}

/** The channels of every pixel of an image of the size that the model takes, as bytes. */
async function bytesOf(where: string, image: ImageSource, input: ImageInput): Promise<Uint8Array> {
  if (image instanceof Uint8Array) {
    const { height, width, channels, fit, background } = input;
    if (canDecodeHere()) return decodeInBrowser(where, image, input);
    try {
      const decoded = await decodeImage(image, {
        size: [height, width],
        fit,
        background,
        grayscale: channels === 1,
      });
      return decoded.bytes;
    } catch (error) {
      if ((error as { code?: unknown }).code !== "ERR_DATASET_FORMAT") throw error;
      throw new ModelInputError(`${where} cannot be read: ${(error as Error).message}`, { cause: error });
    }
  }
  if (isObject(image) && "data" in image) return pixelsOf(where, image, input);
  throw new TypeError(
    `${where} must be the bytes of a file as a Uint8Array, or pixels as { data, width, height }, got ${show(image)}`,
  );
}

function canDecodeHere(): boolean {
  return typeof createImageBitmap === "function" && typeof OffscreenCanvas === "function";
}

/** (value − mean) / deviation of each channel, where a byte stands for byte / 255; the same array if there are none. */
export function scalePixels(
  pixels: Inputs,
  { channels, mean, deviation }: Pick<ImageInput, "channels" | "mean" | "deviation">,
): Inputs {
  if (!mean && !deviation) return pixels;
  const isBytes = pixels instanceof Uint8Array;
  const scaled = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const value = isBytes ? Math.fround(pixels[i]! / 255) : pixels[i]!;
    scaled[i] = (value - (mean?.[i % channels] ?? 0)) / (deviation?.[i % channels] ?? 1);
  }
  return scaled;
}
