import {
  flag,
  imageSize,
  list,
  oneOf,
  options,
  type OptionTable,
  quote,
  show,
  text,
} from "@reciprocal/guards";
import { type FileError, readInside } from "@reciprocal/files";
import { nodeModule } from "@reciprocal/node-module";
import type { Dataset, SampleInputs } from "../dataset.js";
import { DatasetFormatError } from "../errors.js";
import type { DecodedImage } from "./decoded-image.js";
import { imageDecoder, maxPixelsRule } from "./image-decoder.js";
import { listImages } from "./list-images.js";
import { type ImageLayout, imageShape, layoutRule } from "./layout.js";
import { pixelArray, type PixelKind, pixelRule, writeImage } from "./pixels.js";

const caller = "loadImageFolder";

/** Options of `loadImageFolder`. */
export interface LoadImageFolderOptions {
  /** Name of the result. Default: the last part of `folder`. */
  readonly name?: string | undefined;
  /** Height and width that every image is brought to. Default: as they are, which must be the same for all. */
  readonly size?: readonly [height: number, width: number] | undefined;
  /** How `size` is reached: `fill` stretches (default), `cover` cuts from the center, `contain` adds background. */
  readonly fit?: "fill" | "cover" | "contain" | undefined;
  /** One channel of luminance in place of red, green and blue. Default false. */
  readonly grayscale?: boolean | undefined;
  /** `channels-last` (default): shape [height, width, channels]. `channels-first`: shape [channels, height, width]. */
  readonly layout?: ImageLayout | undefined;
  /** Color (as CSS writes it) behind transparent images and around `contain`. Default "black". */
  readonly background?: string | undefined;
  /** Height × width up to which an image is decoded, before `size` is reached. Default 2^26, 67 million. */
  readonly maxPixels?: number | undefined;
  /**
   * The classes in the order of their labels; folders of other names are then refused, and a class may lack one. Give
   * those of the training set to every further folder. Default: the subfolders, by size if all are numbers, else by
   * code units.
   */
  readonly classNames?: readonly string[] | undefined;
  /** `float32` (default): pixel / 255. `uint8`: the bytes, in a quarter of the memory. */
  readonly pixels?: PixelKind | undefined;
  /**
   * Files that cannot be read as images: `refuse` (default), or `skip` them; the result lists them. An image of another
   * size is refused all the same.
   */
  readonly unreadable?: "refuse" | "skip" | undefined;
}

/** What `loadImageFolder` gives. */
export interface ImageFolder<Inputs extends SampleInputs = Float32Array> extends Dataset<Inputs> {
  readonly classNames: readonly string[];
  /** The paths of files that could not be read, if the options say to skip them. */
  readonly skipped: readonly string[];
}

const table = options(
  () =>
    ({
      name: text().optional(),
      size: imageSize().optional(),
      fit: oneOf(["fill", "cover", "contain"]).default("fill"),
      grayscale: flag().default(false),
      layout: layoutRule().default("channels-last"),
      background: text().default("black"),
      maxPixels: maxPixelsRule(),
      classNames: list(text()).optional(),
      pixels: pixelRule().default("float32"),
      unreadable: oneOf(["refuse", "skip"]).default("refuse"),
    }) satisfies OptionTable<LoadImageFolderOptions>,
);

/**
 * Reads images of which each class has a subfolder, `folder/<class>/<file>`: PNG, JPEG, WebP, GIF, TIFF and AVIF by the package
 * `sharp`, which must be installed; PGM, PPM and plain BMP (8, 24 and 32 bits) too. Node only. Drawings (SVG) are refused,
 * of which a few bytes may take any time. Pixels become pixel / 255, in channels of red, green and blue or in
 * one of gray; 16 bits are rounded to 8, turned photographs are set upright (EXIF), and only the first frame of an animation counts.
 *
 * The order is that of the classes, then of the file names by code units, the same everywhere; so split it with
 * `from: "random"` or `stratify`. Passed over are names that begin with a dot, `Thumbs.db`, `desktop.ini`, `__MACOSX`, files
 * beside the subfolders and folders inside them; every other file must be an image. Links are followed to what is inside
 * `folder`; links that lead out of it or nowhere, FIFOs, sockets and devices are refused, and never opened. TIFF files must have 8 or 16 bits
 * without sign, in gray or color, with transparency or not: floats and further bands have no place among the values. Gray values of colors are the luminance of CIE (weights in linear light), not those of Rec. 601 that
 * other libraries take: pure green is 220, not 150. `size` is reached with sharp's Lanczos kernel; versions of sharp may
 * differ in the last bit there and in JPEG.
 *
 * Files that are cut off are refused, and all damage that a decoder notices. PNG has checksums; JPEG, WebP, GIF and TIFF have
 * none, so that a bit that changed in them may give other pixels without an error.
 *
 * @param folder - path of the folder that has a subfolder for each class
 * @throws {TypeError} for an unknown option, or a folder that is no text or an empty one
 * @throws {RangeError} for a size, a fit, a limit or class names that cannot be meant
 * @throws {DatasetUnavailableError} if there is no such folder
 * @throws {DatasetFormatError} for fewer than two classes, a class without images, or, naming its path, a file that is
 * not an image, is damaged, has more than `maxPixels`, or is of another size
 * @throws {Error} with `path` and `code`, for a file that cannot be read
 * @throws {Error} without Node or without sharp
 *
 * @example
 * ```ts no-run
 * import { loadImageFolder, splitDataset } from "@reciprocal/datasets";
 *
 * const leaves = await loadImageFolder("leaves", { size: [32, 32] }); // leaves/oak/1.jpg, leaves/elm/1.jpg, …
 * const { train, heldOut } = splitDataset(leaves, { from: "random" });
 * console.log(leaves.classNames, train.count, heldOut.count);
 * ```
 */
export async function loadImageFolder(
  folder: string,
  given: LoadImageFolderOptions & { readonly pixels: "uint8" },
): Promise<ImageFolder<Uint8Array>>;
export async function loadImageFolder(
  folder: string,
  given?: LoadImageFolderOptions & { readonly pixels?: "float32" | undefined },
): Promise<ImageFolder>;
export async function loadImageFolder(
  folder: string,
  given?: LoadImageFolderOptions,
): Promise<ImageFolder<SampleInputs>>;
export async function loadImageFolder(
  folder: string,
  given: LoadImageFolderOptions = {},
): Promise<ImageFolder<SampleInputs>> {
  const { layout, pixels, unreadable, classNames: wanted, ...options } = table.read(caller, given);
  if (typeof folder !== "string" || folder === "")
    throw new TypeError(`${caller}: needs the path of a folder as a text, got ${show(folder)}`);
  const path = nodeModule("node:path", caller);
  const { name = path.basename(path.resolve(folder)) } = options;
  const decode = await imageDecoder(caller, options);
  const { classNames, images } = await listImages(caller, folder, wanted);

  const skipped: string[] = [];
  const decodeOrSkip = async (name: string) => {
    try {
      // from bytes: sharp keeps what it read by path, even if the file has changed since
      return await decode(await readInside(folder, name, { caller }), path.join(folder, name));
    } catch (error) {
      if (!(unreadable === "skip" && (error instanceof DatasetFormatError || isOfFile(error)))) throw error;
      return undefined;
    }
  };
  const labels: number[] = [];
  let atOnce = 1; // until it is known how large the images are
  let first: (DecodedImage & { readonly file: string }) | undefined;
  let inputs = pixelArray(pixels, 0);
  for (let start = 0; start < images.length;) {
    const some = images.slice(start, start + atOnce);
    start += some.length;
    const decoded = await Promise.all(some.map(({ name }) => decodeOrSkip(name)));
    for (const [i, { name, label }] of some.entries()) {
      const file = path.join(folder, name);
      const image = decoded[i];
      if (image === undefined) {
        skipped.push(file);
        continue;
      }
      if (first === undefined) {
        first = { ...image, file };
        inputs = roomFor(pixels, images.length, image);
        const fitting = Math.floor(pixelsAtOnce / (image.height * image.width));
        atOnce = Math.min(Math.max(fitting, 1), imagesAtOnce);
      }
      if (!(image.height === first.height && image.width === first.width)) {
        throw new DatasetFormatError(
          `${caller}: ${file}: needed ${first.height}×${first.width} pixels (height×width), as ${first.file} has, got ${image.height}×${image.width}; the option size brings all to one`,
        );
      }
      const { bytes, channels } = image;
      const offset = labels.length * bytes.length;
      writeImage({ bytes, channels, layout: "channels-last" }, inputs, { offset, layout });
      labels.push(label);
    }
  }
  if (first === undefined) {
    throw new DatasetFormatError(
      `${caller}: ${folder}: needs an image that can be read, got ${images.length} files that cannot`,
    );
  }
  const [listed, read] = [new Set(images.map(({ label }) => label)), new Set(labels)];
  const empty = classNames.find((_, label) => listed.has(label) && !read.has(label));
  if (empty !== undefined) {
    throw new DatasetFormatError(
      `${caller}: ${folder}: needs an image that can be read in the subfolder ${quote(empty)}, got none`,
    );
  }
  const features = first.bytes.length;
  return {
    name,
    // a copy of the rest where files were skipped, so that no memory is kept for them
    inputs: skipped.length > 0 ? inputs.slice(0, labels.length * features) : inputs,
    labels: Int32Array.from(labels),
    count: labels.length,
    features,
    shape: imageShape(layout, first),
    classes: classNames.length,
    classNames,
    skipped,
  };
}

// enough to keep sharp's threads busy, few enough that their bytes are small next to the result
const imagesAtOnce = 32;
const pixelsAtOnce = 2 ** 26;

/** Whether an error is about a file, not about what is in it: something is wrong with the disk, or with permissions. */
function isOfFile(error: unknown): error is FileError {
  return error instanceof Error && "path" in error;
}

/** @throws {DatasetFormatError} for more than this machine can make room for */
function roomFor(pixels: PixelKind, count: number, { height, width, bytes }: DecodedImage): SampleInputs {
  try {
    return pixelArray(pixels, count * bytes.length);
  } catch (cause) {
    throw new DatasetFormatError(
      `${caller}: needed images that fit into memory, got ${count} of ${height}×${width} pixels; the option size makes them smaller, pixels: "uint8" takes a quarter of the room`,
      { cause },
    );
  }
}
