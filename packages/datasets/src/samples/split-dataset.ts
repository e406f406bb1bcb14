import { integer, number, oneOf, options, type OptionTable } from "@reciprocal/guards";
import type { Dataset, RegressionDataset } from "../dataset.js";
import { checkDataset } from "./check-dataset.js";
import { sliceSamples } from "./slice-samples.js";
import { shuffleDataset } from "./shuffle-dataset.js";

/** Options of `splitDataset`. */
export interface SplitDatasetOptions {
  /** Part of the samples to hold out, between 0 and 1, rounded to a number of samples. Default 0.2, as published. */
  readonly fraction?: number | undefined;
  /**
   * `end` (default, as published): the last samples in their order, both parts views without a copy.
   * `random`: any samples, both parts of a shuffled copy; for files that are sorted by class.
   */
  readonly from?: "end" | "random" | undefined;
  /** For `random`: integer from 0 to 2^53 − 1. Default 0. */
  readonly seed?: number | undefined;
}

/** The two parts of a data set that `splitDataset` makes. */
export interface SplitDatasetResult<D extends Dataset | RegressionDataset = Dataset> {
  readonly train: D;
  readonly heldOut: D;
}

const table = options(
  () =>
    ({
      fraction: number().default(0.2),
      from: oneOf(["end", "random"]).default("end"),
      seed: integer({ min: 0 }).default(0),
    }) satisfies OptionTable<SplitDatasetOptions>,
);

/**
 * Splits a data set in two; every sample is in exactly one part. Classes are not balanced between the parts.
 *
 * @throws {TypeError} for an unknown option or an unknown `from`
 * @throws {RangeError} for a fraction that leaves a part without samples, or a bad seed
 * @throws {ShapeError} if the arrays of the data set do not fit its count and features
 */
export function splitDataset<D extends Dataset | RegressionDataset>(
  dataset: D,
  given: SplitDatasetOptions = {},
): SplitDatasetResult<D> {
  const { fraction, from, seed } = table.read("splitDataset", given);
  checkDataset("splitDataset", dataset);
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
