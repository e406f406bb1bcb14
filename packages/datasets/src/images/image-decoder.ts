import type { Sharp } from "sharp";
import { DatasetFormatError } from "../errors.js";
import { loadSharp } from "./load-sharp.js";
import { nodeModule } from "../node-module.js";

/** How image files are read. */
export interface ImageOptions {
  readonly size?: readonly [height: number, width: number];
  readonly fit: "fill" | "cover" | "contain";
  readonly grayscale: boolean;
  readonly background: string;
}

/** Bytes of one image, the channels of a pixel side by side: gray, or red, green and blue. */
export interface DecodedImage {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly bytes: Uint8Array;
}

/**
 * A function that reads image files as the options say.
 *
 * @throws {RangeError} for options that sharp refuses
 * @throws {Error} without Node or sharp
 */
export async function imageDecoder(
  caller: string,
  options: ImageOptions,
): Promise<(file: string) => Promise<DecodedImage>> {
  const { readFile } = nodeModule("node:fs/promises", caller);
  const decode = await bytesDecoder(caller, options);
  // from bytes: sharp keeps what it read by path, even if the file has changed since
  return (file) => decode(() => readFile(file), file);
}

/** A function that decodes images in memory, called `what` in errors, as the options say. */
export async function bytesDecoder(
  caller: string,
  { size, fit, grayscale, background }: ImageOptions,
): Promise<(read: () => Promise<Uint8Array>, what: string) => Promise<DecodedImage>> {
  const sharp = await loadSharp(caller);
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

  return async (read, what) => {
    try {
      const { data, info } = await prepare(sharp(await read())).toBuffer({ resolveWithObject: true });
      const { height, width, channels } = info;
      return { height, width, channels, bytes: data };
    } catch (cause) {
      throw new DatasetFormatError(
        `${caller}: ${what}: needed an image that sharp can read, got ${reasonOf(cause)}`,
        { cause },
      );
    }
  };
}

function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).trim();
}
