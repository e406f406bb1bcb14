import { integer, options, type OptionTable } from "@reciprocal/guards";
import { randomPermutation } from "@reciprocal/spectral";
import type { AnyDataset } from "../dataset.js";
import { checkDataset } from "./check-dataset.js";
import { gatherSamples } from "./gather-samples.js";

/** Options of `shuffleDataset`. */
export interface ShuffleDatasetOptions {
  /** Integer from 0 to 2^53 − 1. Default 0. */
  readonly seed?: number | undefined;
}

const table = options(
  () => ({ seed: integer({ min: 0 }).default(0) }) satisfies OptionTable<ShuffleDatasetOptions>,
);

/**
 * A copy of a data set in random order, every order equally likely as far as the seed allows.
 *
 * @param dataset - what to bring into another order; not modified
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} for a bad seed
 * @throws {ShapeError} if the arrays of the data set do not fit its count and features
 *
 * @example
 * import { datasetFromCsv, shuffleDataset } from "@reciprocal/datasets";
 *
 * const sorted = datasetFromCsv("size,kind\n1,a\n2,a\n3,b\n4,b", { label: "kind" });
 * console.log(shuffleDataset(sorted, { seed: 7 }).inputs);
 * // => Float32Array(4) [ 2, 1, 3, 4 ]
 */
export function shuffleDataset<D extends AnyDataset>(dataset: D, given: ShuffleDatasetOptions = {}): D {
  const { seed } = table.read("shuffleDataset", given);
  checkDataset("shuffleDataset", dataset);
  return gatherSamples(dataset, randomPermutation(dataset.count, { seed }));
}
