import type { AnyDataset, SampleInputs } from "../dataset.js";

/** Makes other rows of one array of a data set, of which each row has `width` numbers. */
export type RowMap = <A extends SampleInputs | Int32Array>(rows: A, width: number) => A;

/** The data set with `count` samples whose arrays are those that `map` makes of its own. */
export function mapRows<D extends AnyDataset>(dataset: D, count: number, map: RowMap): D {
  const answers =
    "labels" in dataset
      ? { labels: map(dataset.labels, 1) }
      : { targets: map(dataset.targets, dataset.outputs) };
  const weights = dataset.weights && { weights: map(dataset.weights, 1) };
  return { ...dataset, inputs: map(dataset.inputs, dataset.features), ...answers, ...weights, count };
}
