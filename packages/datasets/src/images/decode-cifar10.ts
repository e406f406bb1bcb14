import { list, looksLike, options, type OptionTable, show, text } from "@reciprocal/guards";
import { checkBytes } from "../check-bytes.js";
import type { Dataset, SampleInputs } from "../dataset.js";
import { DatasetFormatError } from "../errors.js";
import { checkLabels } from "./check-labels.js";
import { type ImageLayout, imageShape, layoutRule } from "./layout.js";
import { pixelArray, type PixelKind, pixelRule, writeImage } from "./pixels.js";

const size = { height: 32, width: 32, channels: 3 };
const features = size.height * size.width * size.channels;
const recordBytes = 1 + features;

/** Options of `decodeCifar10`. */
export interface DecodeCifar10Options {
  /** Name of the result. Default "cifar10". */
  readonly name?: string;
  /** Names of the files for messages, one per entry of `batches`. Default "batch 1", "batch 2", … */
  readonly files?: readonly string[];
  /**
   * `channels-last` (default): shape [32, 32, 3]. `channels-first`: shape [3, 32, 32], the order of the file, in which
   * published results were trained. The order of the inputs changes the numbers of a training, but not what can be learned.
   */
  readonly layout?: ImageLayout;
  /** `float32` (default): pixel / 255. `uint8`: the bytes, in a quarter of the memory. */
  readonly pixels?: PixelKind | undefined;
}

const table = options(
  () =>
    ({
      name: text().default("cifar10"),
      files: list(text()).default([]),
      layout: layoutRule().default("channels-last"),
      pixels: pixelRule().default("float32"),
    }) satisfies OptionTable<DecodeCifar10Options>,
);

/**
 * Reads CIFAR-10 files in the binary layout, one after another, as one data set of images.
 *
 * Each record is a label byte, then 1,024 red, 1,024 green and 1,024 blue bytes, row by row
 * (https://www.cs.toronto.edu/~kriz/cifar.html); pixels become pixel / 255, or stay bytes if `pixels` says so. The layout has no header, so a file cut
 * off exactly between two records cannot be told from a shorter one.
 *
 * @param batches - the bytes of each file, in order; not modified
 * @throws {TypeError} for an unknown option, or a batch that is no Uint8Array
 * @throws {DatasetFormatError} if a file is empty, ends within a record, or has a label above 9
 *
 * @example
 * import { decodeCifar10 } from "@reciprocal/datasets";
 *
 * const record = new Uint8Array(1 + 3 * 1024).fill(255);
 * record[0] = 9; // a white truck
 * const { count, shape, labels } = decodeCifar10([record]);
 * console.log(count, shape, labels);
 * // => 1 [ 32, 32, 3 ] Int32Array(1) [ 9 ]
 */
export function decodeCifar10(
  batches: readonly Uint8Array[],
  given: DecodeCifar10Options & { readonly pixels: "uint8" },
): Dataset<Uint8Array>;
export function decodeCifar10(
  batches: readonly Uint8Array[],
  given?: DecodeCifar10Options & { readonly pixels?: "float32" | undefined },
): Dataset;
export function decodeCifar10(
  batches: readonly Uint8Array[],
  given?: DecodeCifar10Options,
): Dataset<SampleInputs>;
export function decodeCifar10(
  batches: readonly Uint8Array[],
  given: DecodeCifar10Options = {},
): Dataset<SampleInputs> {
  const { name, files, layout, pixels } = table.read("decodeCifar10", given);
  const list: unknown = batches;
  if (!Array.isArray(list)) throw new TypeError(`decodeCifar10: needs an array of files, got ${show(list)}`);
  if (batches.length === 0) throw new RangeError("decodeCifar10: needs at least one file, got none");
  const where = (batch: number) => `decodeCifar10: ${files[batch] ?? `batch ${batch + 1}`}`;
  for (const [batch, bytes] of batches.entries()) {
    checkBytes(where(batch), bytes);
    if (bytes.length > 0 && bytes.length % recordBytes === 0) continue;
    throw new DatasetFormatError(
      `${where(batch)}: needs complete records of ${recordBytes} bytes, got ${bytes.length} bytes${looksLike(bytes) || "; was the file cut off?"}`,
    );
  }

  const count = batches.reduce((sum, bytes) => sum + bytes.length / recordBytes, 0);
  const inputs = pixelArray(pixels, count * features);
  const labels = new Int32Array(count);
  let sample = 0;
  for (const [batch, bytes] of batches.entries()) {
    const first = sample;
    for (let start = 0; start < bytes.length; start += recordBytes, sample++) {
      labels[sample] = bytes[start]!;
      const image = bytes.subarray(start + 1, start + recordBytes);
      writeImage({ bytes: image, channels: size.channels, layout: "channels-first" }, inputs, {
        offset: sample * features,
        layout,
      });
    }
    checkLabels(labels.subarray(first, sample), 10, where(batch));
  }
  return { name, inputs, labels, count, features, shape: imageShape(layout, size), classes: 10 };
}
