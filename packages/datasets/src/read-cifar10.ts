import type { Dataset } from "./dataset.js";
import { DatasetFormatError } from "./errors.js";
import { checkLabels } from "./internal/check-labels.js";
import { checkOptions } from "./internal/check-options.js";
import { scalePixels } from "./internal/pixel-values.js";

const pixels = 3 * 32 * 32;
const recordBytes = 1 + pixels;

export interface ReadCifar10Options {
  /** Name of the result. Default "cifar10". */
  readonly name?: string;
  /** Names of the files for messages, one per entry of `batches`. Default "batch 1", "batch 2", … */
  readonly files?: readonly string[];
}

/**
 * Reads CIFAR-10 files in the binary layout, one after another, as one data set with shape [3, 32, 32].
 *
 * Each record is a label byte, then 1,024 red, 1,024 green and 1,024 blue bytes, row by row
 * (https://www.cs.toronto.edu/~kriz/cifar.html); pixels become pixel / 255. The layout has no header, so a file cut
 * off exactly between two records cannot be told from a shorter one.
 *
 * @throws {TypeError} for an unknown option
 * @throws {DatasetFormatError} when a file is empty, is not a whole number of records, or has a label above 9
 */
export function readCifar10(batches: readonly Uint8Array[], options: ReadCifar10Options = {}): Dataset {
  checkOptions("readCifar10", options, ["name", "files"]);
  const { name = "cifar10", files = [] } = options;
  if (batches.length === 0) throw new RangeError("readCifar10: needs at least one file, got none");
  const where = (batch: number) => `readCifar10: ${files[batch] ?? `batch ${batch + 1}`}`;
  for (const [batch, bytes] of batches.entries()) {
    if (bytes.length > 0 && bytes.length % recordBytes === 0) continue;
    throw new DatasetFormatError(
      `${where(batch)}: needs a whole number of records of ${recordBytes} bytes, got ${bytes.length} bytes; was the file cut off?`,
    );
  }

  const count = batches.reduce((sum, bytes) => sum + bytes.length / recordBytes, 0);
  const inputs = new Float32Array(count * pixels);
  const labels = new Int32Array(count);
  let sample = 0;
  for (const [batch, bytes] of batches.entries()) {
    const first = sample;
    for (let start = 0; start < bytes.length; start += recordBytes, sample++) {
      labels[sample] = bytes[start]!;
      scalePixels(bytes.subarray(start + 1, start + recordBytes), inputs, sample * pixels);
    }
    checkLabels(labels.subarray(first, sample), 10, where(batch));
  }
  return { name, inputs, labels, count, features: pixels, shape: [3, 32, 32], classes: 10 };
}
