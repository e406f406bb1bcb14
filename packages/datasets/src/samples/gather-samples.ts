import type { Dataset, RegressionDataset } from "../dataset.js";
import { mapRows, type RowMap } from "./rows.js";

/** Copies of the samples at `indices`, in that order; at most as many as there are. */
export function gatherSamples<D extends Dataset | RegressionDataset>(
  dataset: D,
  indices: ArrayLike<number>,
): D {
  const gather: RowMap = (rows, width) => {
    // an array of the same kind, of the right length; every number of it is written below
    const gathered = rows.slice(0, indices.length * width) as typeof rows;
    for (let i = 0; i < indices.length; i++) {
      const sample = indices[i]!;
      gathered.set(rows.subarray(sample * width, (sample + 1) * width), i * width);
    }
    return gathered;
  };
  return mapRows(dataset, indices.length, gather);
}
