import type { Dataset, RegressionDataset } from "../dataset.js";

/** Makes other rows of one array of a data set, of which each row has `width` numbers. */
export type RowMap = <A extends Float32Array | Int32Array>(rows: A, width: number) => A;

/** The data set with `count` samples whose arrays are those that `map` makes of its own. */
export function mapRows<D extends Dataset | RegressionDataset>(dataset: D, count: number, map: RowMap): D {
  const answers =
    "labels" in dataset
      ? { labels: map(dataset.labels, 1) }
      : { targets: map(dataset.targets, dataset.outputs) };
  return { ...dataset, inputs: map(dataset.inputs, dataset.features), ...answers, count };
}
