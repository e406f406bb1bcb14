import type { Dataset, RegressionDataset } from "./dataset.js";
import { checkDataset } from "./internal/check-dataset.js";
import { checkOptions } from "./internal/check-options.js";
import { sliceSamples } from "./internal/slice-samples.js";
import { shuffleDataset } from "./shuffle-dataset.js";

export interface SplitDatasetOptions {
  /** Part of the samples to hold out, between 0 and 1, rounded to whole samples. Default 0.2, as published. */
  readonly fraction?: number | undefined;
  /**
   * `end` (default, as published): the last samples in their order, both parts views without a copy.
   * `random`: any samples, both parts of a shuffled copy; for files that are sorted by class.
   */
  readonly from?: "end" | "random" | undefined;
  /** For `random`: integer from 0 to 2^53 − 1. Default 0. */
  readonly seed?: number | undefined;
}

export interface SplitDatasetResult<D extends Dataset | RegressionDataset = Dataset> {
  readonly train: D;
  readonly heldOut: D;
}

/**
 * Splits a data set in two; every sample is in exactly one part. Classes are not balanced between the parts.
 *
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} for a fraction that leaves a part without samples, an unknown `from`, or a bad seed
 * @throws {ShapeError} where the arrays of the data set do not fit its count and features
 */
export function splitDataset<D extends Dataset | RegressionDataset>(
  dataset: D,
  options: SplitDatasetOptions = {},
): SplitDatasetResult<D> {
  checkOptions("splitDataset", options, ["fraction", "from", "seed"]);
  const { fraction = 0.2, from = "end", seed = 0 } = options;
  checkDataset("splitDataset", dataset);
  if (!["end", "random"].includes(from)) {
    throw new RangeError(`splitDataset: from must be "end" or "random", got ${JSON.stringify(from)}`);
  }
  const held = Math.round(dataset.count * fraction);
  if (!(held >= 1 && held < dataset.count)) {
    throw new RangeError(
      `splitDataset: fraction must leave at least one of ${dataset.count} samples on either side, got ${fraction}`,
    );
  }
  const ordered = from === "random" ? shuffleDataset(dataset, { seed }) : dataset;
  const border = dataset.count - held;
  return {
    train: sliceSamples(ordered, 0, border),
    heldOut: sliceSamples(ordered, border, dataset.count),
  };
}
