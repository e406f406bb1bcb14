import { decodeImage } from "@reciprocal/datasets";
import { isObject, show } from "@reciprocal/guards";
import { ModelInputError } from "../errors.js";
import type { ImageInput } from "../specs/input-spec.js";
import { decodeInBrowser } from "./decode-in-browser.js";
import { pixelsOf, type PixelSource } from "./pixel-source.js";

/** An image: the bytes of its file, or its pixels such as an `ImageData`. */
export type ImageSource = Uint8Array | PixelSource;

/**
 * What turns images into inputs of the network.
 *
 * The encoder throws a {ModelInputError} for bytes that are no image, and for pixels of another size than the model takes.
 */
export function imageEncoder(
  input: ImageInput,
): (where: string, images: readonly ImageSource[]) => Promise<Float32Array> {
  const size = input.height * input.width * input.channels;
  return async (where, images) => {
    const inputs = new Float32Array(images.length * size);
    for (const [index, image] of images.entries()) {
      const name = images.length > 1 ? `image ${index}` : "the image";
      const bytes = await bytesOf(`${where}: ${name}`, image, input);
      scalePixels(bytes, input, inputs.subarray(index * size, (index + 1) * size));
    }
    return inputs;
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

/** byte / 255, then mean and deviation of each channel; float32 numbers may stand in place of bytes / 255. */
export function scalePixels(
  pixels: Uint8Array | Float32Array,
  { channels, mean, deviation }: ImageInput,
  into: Float32Array,
): void {
  const isBytes = pixels instanceof Uint8Array;
  for (let i = 0; i < pixels.length; i++) {
    const value = isBytes ? Math.fround(pixels[i]! / 255) : pixels[i]!;
    into[i] = (value - (mean?.[i % channels] ?? 0)) / (deviation?.[i % channels] ?? 1);
  }
}
