import { flag, integer, options, type OptionTable } from "@reciprocal/guards";
import { epochOrder } from "@reciprocal/spectral";
import type { Dataset } from "../dataset.js";
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
export interface Batch {
  /** size × features, row-major; a copy. */
  readonly inputs: Float32Array;
  /** Class of each sample; a copy. */
  readonly labels: Int32Array;
  /** Which samples of the data set these are. */
  readonly indices: Uint32Array;
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
 * alone, and is that in which `fit` of `@reciprocal/training` takes the samples with the same seed.
 *
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} for a bad batch size, seed or epoch, before the first batch
 * @throws {ShapeError} if the arrays of the data set do not fit its count and features
 *
 * @example
 * for (const { inputs, labels } of batches(train, { batchSize: 200, seed: 7, epoch: 3 })) step(inputs, labels);
 */
export function batches(dataset: Dataset, given: BatchesOptions = {}): Generator<Batch, void, undefined> {
  const { batchSize, shuffle, seed, epoch } = table.read("batches", given);
  checkDataset("batches", dataset);
  const order = epochOrder(dataset.count, { seed, epoch, shuffle });
  return inOrder(dataset, order, batchSize);
}

function* inOrder(
  dataset: Dataset,
  order: Uint32Array,
  batchSize: number,
): Generator<Batch, void, undefined> {
  for (let start = 0; start < order.length; start += batchSize) {
    const indices = order.slice(start, start + batchSize);
    const { inputs, labels } = gatherSamples(dataset, indices);
    yield { inputs, labels, indices };
  }
}
