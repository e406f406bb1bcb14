import { randomPermutation } from "@reciprocal/spectral";
import type { Dataset, RegressionDataset } from "./dataset.js";
import { checkDataset } from "./internal/check-dataset.js";
import { checkOptions } from "./internal/check-options.js";
import { gatherSamples } from "./internal/gather-samples.js";

export interface ShuffleDatasetOptions {
  /** Integer from 0 to 2^53 − 1. Default 0. */
  readonly seed?: number | undefined;
}

/**
 * A copy of a data set in random order, every order equally likely as far as the seed allows.
 *
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} for a bad seed
 * @throws {ShapeError} where the arrays of the data set do not fit its count and features
 */
export function shuffleDataset<D extends Dataset | RegressionDataset>(
  dataset: D,
  options: ShuffleDatasetOptions = {},
): D {
  checkOptions("shuffleDataset", options, ["seed"]);
  const { seed = 0 } = options;
  checkDataset("shuffleDataset", dataset);
  return gatherSamples(dataset, randomPermutation(dataset.count, { seed }));
}
