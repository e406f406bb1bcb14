import type { Sharp } from "sharp";
import { DatasetFormatError } from "../errors.js";
import type { ReadImageFolderOptions } from "../read-image-folder.js";
import { checkCount } from "./check-count.js";
import { loadSharp } from "./load-sharp.js";
import { nodeModule } from "./node-module.js";

/** Bytes of one image, one plane after another: grey, or red, green and blue. */
export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  readonly planes: Uint8Array;
}

/**
 * A function that reads image files as the options say.
 *
 * @throws {RangeError} for options that sharp refuses
 * @throws {Error} without sharp
 */
export async function imageDecoder(
  caller: string,
  { size, fit = "fill", grayscale = false, background = "black" }: ReadImageFolderOptions,
): Promise<(file: string) => Promise<DecodedImage>> {
  if (size) for (const i of [0, 1] as const) checkCount(`${caller}: size[${i}]`, size[i]);
  const { readFile } = nodeModule("node:fs/promises", caller);
  const sharp = await loadSharp(caller);
  const prepare = (image: Sharp) => {
    const opaque = image.autoOrient().flatten({ background });
    if (size) opaque.resize({ height: size[0], width: size[1], fit, background });
    return opaque.toColourspace(grayscale ? "b-w" : "srgb").raw({ depth: "uchar" });
  };
  try {
    prepare(sharp()); // without a file, so that wrong options are not taken for a wrong image
  } catch (cause) {
    throw new RangeError(`${caller}: ${reasonOf(cause)}`, { cause });
  }

  return async (file) => {
    try {
      // from bytes: sharp keeps what it read by path, even when the file has changed since
      const { data, info } = await prepare(sharp(await readFile(file))).toBuffer({ resolveWithObject: true });
      const { height, width, channels } = info;
      return { height, width, planes: intoPlanes(data, channels) };
    } catch (cause) {
      throw new DatasetFormatError(
        `${caller}: ${file}: needed an image that sharp can read, got ${reasonOf(cause)}`,
        { cause },
      );
    }
  };
}

/** Values that alternate between channels, as one plane after another. */
function intoPlanes(values: Uint8Array, channels: number): Uint8Array {
  const pixels = values.length / channels;
  const planes = new Uint8Array(values.length);
  for (let i = 0; i < values.length; i++)
    planes[(i % channels) * pixels + Math.floor(i / channels)] = values[i]!;
  return planes;
}

function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).trim();
}
