import { flag, integer, options, type OptionTable } from "@reciprocal/guards";
import { epochOrder } from "@reciprocal/spectral";
import type { AnyDataset, Dataset, RegressionDataset, SampleInputs } from "../dataset.js";
import { checkDataset } from "./check-dataset.js";
import { gatherSamples } from "./gather-samples.js";

/** Options of `batches`. */
export interface BatchesOptions {
  /** Samples in a batch; the last one holds what remains. Default 200, as published. */
  readonly batchSize?: number | undefined;
  /** Random order, another for every epoch (default), or the order of the data set. */
  readonly shuffle?: boolean | undefined;
  /** Integer from 0 to 2^53 − 1. Default 0. */
  readonly seed?: number | undefined;
  /** Number of the pass over the data, 1 for the first. Default 1. */
  readonly epoch?: number | undefined;
}

/** Some samples of a data set, as `batches` gives them. */
export interface Batch<Inputs extends SampleInputs = Float32Array> {
  /** size × features, row-major; a copy. */
  readonly inputs: Inputs;
  /** Class of each sample; a copy. */
  readonly labels: Int32Array;
  /** What each sample counts in the loss, if the data set says so; a copy. */
  readonly weights?: Float32Array | undefined;
  /** Which samples of the data set these are. */
  readonly indices: Uint32Array;
}

/** Some samples of a data set of numbers to predict, as `batches` gives them. */
export interface RegressionBatch<Inputs extends SampleInputs = Float32Array> extends Omit<
  Batch<Inputs>,
  "labels"
> {
  /** size × outputs, row-major; a copy. */
  readonly targets: Float32Array;
}

const table = options(
  () =>
    ({
      batchSize: integer({ min: 1 }).default(200),
      shuffle: flag().default(true),
      seed: integer({ min: 0 }).default(0),
      epoch: integer({ min: 1 }).default(1),
    }) satisfies OptionTable<BatchesOptions>,
);

/**
 * Passes once over a data set in batches, every sample in exactly one. The order depends on seed and epoch
 * alone, and is that in which `fit` of `@reciprocal/training` takes the samples with the same seed. A data set with
 * targets in place of labels gives batches with targets.
 *
 * @param dataset - what to pass over; not modified
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} for a bad batch size, seed or epoch, before the first batch
 * @throws {TypeError} {ShapeError} if the arrays of the data set do not fit its count and features
 *
 * @example
 * import { batches, digits } from "@reciprocal/datasets";
 *
 * const { train } = digits({ train: 10, test: 1 });
 * for (const { inputs, labels } of batches(train, { batchSize: 4, seed: 7, epoch: 3 })) {
 *   console.log(inputs.length / train.features, labels.length);
 *   // => 4 4
 *   // => 4 4
 *   // => 2 2
 * }
 */
export function batches<Inputs extends SampleInputs>(
  dataset: Dataset<Inputs>,
  given?: BatchesOptions,
): Generator<Batch<Inputs>, void, undefined>;
export function batches<Inputs extends SampleInputs>(
  dataset: RegressionDataset<Inputs>,
  given?: BatchesOptions,
): Generator<RegressionBatch<Inputs>, void, undefined>;
export function batches(
  dataset: AnyDataset,
  given: BatchesOptions = {},
): Generator<Batch<SampleInputs> | RegressionBatch<SampleInputs>, void, undefined> {
  const { batchSize, shuffle, seed, epoch } = table.read("batches", given);
  checkDataset("batches", dataset);
  const order = epochOrder(dataset.count, { seed, epoch, shuffle });
  return inOrder(dataset, order, batchSize);
}

function* inOrder(
  dataset: AnyDataset,
  order: Uint32Array,
  batchSize: number,
): Generator<Batch<SampleInputs> | RegressionBatch<SampleInputs>, void, undefined> {
  for (let start = 0; start < order.length; start += batchSize) {
    const indices = order.slice(start, start + batchSize);
    const gathered = gatherSamples(dataset, indices);
    const answers = "labels" in gathered ? { labels: gathered.labels } : { targets: gathered.targets };
    const weights = gathered.weights && { weights: gathered.weights };
    yield { inputs: gathered.inputs, ...answers, ...weights, indices };
  }
}
