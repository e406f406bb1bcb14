import { type DefaultRule, integer, looksLike } from "@reciprocal/guards";
import type { Sharp } from "sharp";
import { DatasetFormatError } from "../errors.js";
import { decodeBmp } from "./decode-bmp.js";
import type { DecodedImage } from "./decoded-image.js";
import { decodePnm } from "./decode-pnm.js";
import { tiffFault } from "./tiff-fault.js";
import { checkFormat } from "./check-format.js";
import { loadSharp } from "./load-sharp.js";

/** How image files are read. */
export interface ImageOptions {
  readonly size?: readonly [height: number, width: number];
  readonly fit: "fill" | "cover" | "contain";
  readonly grayscale: boolean;
  readonly background: string;
  readonly maxPixels: number;
}

/** What the option `maxPixels` must be, and what it is unless given: 67 million, 8,192 × 8,192. */
export function maxPixelsRule(): DefaultRule<number> {
  return integer({ min: 1 }).default(2 ** 26);
}

/**
 * A function that decodes image files, called `what` in errors, as the options say.
 *
 * @throws {RangeError} for options that sharp refuses
 * @throws {Error} without sharp
 */
export async function imageDecoder(
  caller: string,
  { size, fit, grayscale, background, maxPixels }: ImageOptions,
): Promise<(bytes: Uint8Array, what: string) => Promise<DecodedImage>> {
  const sharp = await loadSharp(caller);
  const channels = grayscale ? 1 : 3;
  const prepare = (image: Sharp) => {
    const opaque = image.autoOrient().flatten({ background });
    if (size) opaque.resize({ height: size[0], width: size[1], fit, background });
    return opaque.toColourspace(grayscale ? "b-w" : "srgb").raw({ depth: "uchar" });
  };
  try {
    prepare(sharp()); // without a file, so that wrong options are not reported as a wrong image
  } catch (cause) {
    throw new RangeError(`${caller}: ${reasonOf(cause)}`, { cause });
  }

  /** A file as sharp takes it. */
  const open = async (file: Uint8Array): Promise<Sharp> => {
    const fault = tiffFault(file);
    if (fault !== undefined) {
      throw new Error(`a TIFF file of ${fault}; it must have 8 or 16 bits without sign, gray or in color`);
    }
    const plain = decodePnm(file) ?? decodeBmp(file); // sharp as it is installed reads neither
    if (plain) {
      checkSize(plain);
      const { width, height, channels, bytes } = plain;
      return sharp(bytes, { raw: { width, height, channels } });
    }
    checkFormat(file);
    // reads no pixels
    const { depth = "uchar", ...extent } = await sharp(file, { limitInputPixels: false }).metadata();
    checkSize(extent);
    // what libvips warns of is damage, which it would fill with gray, or with the pixels beside it
    const image = sharp(file, { failOn: "warning", limitInputPixels: maxPixels });
    if (depth === "uchar" || depth === "ushort") return image;
    throw new Error(`an image of ${depth} numbers, which have no black and white to scale them by`);
  };

  const checkSize = ({ width, height }: { readonly width: number; readonly height: number }) => {
    if (width * height <= maxPixels) return;
    throw new Error(
      `an image of ${height}×${width} pixels; at most ${maxPixels} are decoded unless the option maxPixels says more`,
    );
  };

  return async (bytes, what) => {
    try {
      const { data, info } = await prepare(await open(bytes)).toBuffer({ resolveWithObject: true });
      const { height, width } = info;
      if (info.channels !== channels) throw new Error(`an image of ${info.channels} channels`);
      return { height, width, channels, bytes: data };
    } catch (cause) {
      throw new DatasetFormatError(
        `${caller}: ${what}: needed an image that sharp can read, got ${reasonOf(cause)}${looksLike(bytes, "image")}`,
        { cause },
      );
    }
  };
}

/** The first line: libvips repeats itself for every row. */
function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).trim().split("\n", 1)[0]!;
}
