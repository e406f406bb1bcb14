import { flag, imageSize, instance, oneOf, options, type OptionTable, text } from "@reciprocal/guards";
import type { DecodedImage } from "./decoded-image.js";
import { imageDecoder, maxPixelsRule } from "./image-decoder.js";

/** Options of `decodeImage`; those of `loadImageFolder` of the same names. */
export interface DecodeImageOptions {
  /** Height and width that the image is brought to. Default: as it is. */
  readonly size?: readonly [height: number, width: number] | undefined;
  /** How `size` is reached: `fill` stretches (default), `cover` cuts from the center, `contain` adds background. */
  readonly fit?: "fill" | "cover" | "contain" | undefined;
  /** One channel of luminance in place of red, green and blue. Default false. */
  readonly grayscale?: boolean | undefined;
  /** Color (as CSS writes it) behind transparent images and around `contain`. Default "black". */
  readonly background?: string | undefined;
  /** Height × width up to which an image is decoded, before `size` is reached. Default 2^26, 67 million. */
  readonly maxPixels?: number | undefined;
}

const table = options(
  () =>
    ({
      size: imageSize().optional(),
      fit: oneOf(["fill", "cover", "contain"]).default("fill"),
      grayscale: flag().default(false),
      background: text().default("black"),
      maxPixels: maxPixelsRule(),
    }) satisfies OptionTable<DecodeImageOptions>,
);

/**
 * Decodes the bytes of one image file to the pixels that `loadImageFolder` makes of such a file: PNG, JPEG, WebP, GIF, TIFF and
 * AVIF by the package `sharp`, which must be installed; PGM, PPM and plain BMP too. Node only. What it says about drawings
 * and about damage holds here too.
 *
 * @param bytes - of the file; not modified
 * @throws {TypeError} for an unknown option, and unless `bytes` is a Uint8Array
 * @throws {RangeError} for a size, a limit or a background that cannot be meant
 * @throws {DatasetFormatError} for bytes that are not an image, are damaged, or have more than `maxPixels`
 * @throws {Error} without sharp
 *
 * @example
 * import { decodeImage } from "@reciprocal/datasets";
 *
 * const file = new TextEncoder().encode("P2 2 2 255 0 51 102 255"); // a PGM image as text
 * const { height, width, channels, bytes } = await decodeImage(file);
 * console.log(height, width, channels, bytes);
 * // => 2 2 3 <Buffer 00 00 00 33 33 33 66 66 66 ff ff ff>
 */
export async function decodeImage(bytes: Uint8Array, given: DecodeImageOptions = {}): Promise<DecodedImage> {
  const settings = table.read("decodeImage", given);
  instance(Uint8Array).read("decodeImage", "bytes", bytes);
  const decode = await imageDecoder("decodeImage", settings);
  return decode(bytes, `${bytes.length} bytes`);
}
