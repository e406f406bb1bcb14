import { flag, list, oneOf, options, type OptionTable, text } from "@reciprocal/guards";
import type { Dataset } from "../dataset.js";
import { DatasetFormatError } from "../errors.js";
import { imageDecoder } from "./image-decoder.js";
import { listImages } from "./list-images.js";
import { nodeModule } from "../node-module.js";
import { type ImageLayout, imageShape, layoutRule } from "./layout.js";
import { writeImage } from "./pixels.js";
import { sizeRule } from "./size-rule.js";

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
  /**
   * The classes in the order of their labels; folders of other names are then refused, and a class may lack one. Give
   * those of the training set to every further folder. Default: the subfolders, by size if all are numbers, else by
   * code units.
   */
  readonly classNames?: readonly string[] | undefined;
}

const table = options(
  () =>
    ({
      name: text().optional(),
      size: sizeRule().optional(),
      fit: oneOf(["fill", "cover", "contain"]).default("fill"),
      grayscale: flag().default(false),
      layout: layoutRule().default("channels-last"),
      background: text().default("black"),
      classNames: list(text()).optional(),
    }) satisfies OptionTable<LoadImageFolderOptions>,
);

/**
 * Reads images of which each class has a subfolder, `folder/<class>/<file>`: PNG, JPEG and whatever else the package
 * `sharp` reads, which must be installed. Node only. Pixels become pixel / 255, in channels of red, green and blue or in
 * one of gray; 16 bits are rounded to 8, turned photographs are set upright (EXIF), and only the first frame of an animation counts.
 *
 * The order is that of the classes, then of the file names by code units, the same everywhere; so split it with
 * `from: "random"`. Names that begin with a dot and files beside the subfolders are passed over; every other file must
 * be an image. Gray values of colors are the luminance of CIE (weights in linear light), not those of Rec. 601 that
 * other libraries take: pure green is 220, not 150. `size` is reached with sharp's Lanczos kernel; versions of sharp may
 * differ in the last bit there and in JPEG.
 *
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} for a size, a fit or class names that cannot be meant
 * @throws {DatasetUnavailableError} if there is no such folder, or a link in it leads nowhere
 * @throws {DatasetFormatError} for fewer than two classes, a class without images, or, naming its path, a file that is
 * not an image or one of another size
 * @throws {Error} without Node or without sharp
 *
 * @example
 * const leaves = await loadImageFolder("leaves", { size: [32, 32] });
 * const { train, heldOut } = splitDataset(leaves, { from: "random" });
 */
export async function loadImageFolder(folder: string, given: LoadImageFolderOptions = {}): Promise<Dataset> {
  const { layout, classNames: wanted, ...options } = table.read(caller, given);
  const path = nodeModule("node:path", caller);
  const { name = path.basename(path.resolve(folder)) } = options;
  const decode = await imageDecoder(caller, options);
  const { classNames, images } = await listImages(caller, folder, wanted);

  const first = images[0]!.file;
  const { height, width, channels, bytes } = await decode(first);
  const features = bytes.length;
  const inputs = new Float32Array(images.length * features);
  for (let start = 0; start < images.length; start += imagesAtOnce) {
    const files = images.slice(start, start + imagesAtOnce).map(({ file }) => file);
    for (const [i, image] of (await Promise.all(files.map(decode))).entries()) {
      if (!(image.height === height && image.width === width)) {
        throw new DatasetFormatError(
          `${caller}: ${files[i]!}: needed ${height}×${width} pixels (height×width), as ${first} has, got ${image.height}×${image.width}; the option size brings all to one`,
        );
      }
      writeImage({ bytes: image.bytes, channels, layout: "channels-last" }, inputs, {
        offset: (start + i) * features,
        layout,
      });
    }
  }
  return {
    name,
    inputs,
    labels: Int32Array.from(images, ({ label }) => label),
    count: images.length,
    features,
    shape: imageShape(layout, { height, width, channels }),
    classes: classNames.length,
    classNames,
  };
}

// enough to keep sharp's threads busy, few enough that their bytes are small next to the result
const imagesAtOnce = 32;
