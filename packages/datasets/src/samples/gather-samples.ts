import type { AnyDataset } from "../dataset.js";
import { mapRows, type RowMap } from "./rows.js";

/** Copies of the samples at `indices`, in that order. */
export function gatherSamples<D extends AnyDataset>(dataset: D, indices: ArrayLike<number>): D {
  const gather: RowMap = (rows, width) => {
    const Array = rows.constructor as new (length: number) => typeof rows;
    const gathered = new Array(indices.length * width);
    for (let i = 0; i < indices.length; i++) {
      const sample = indices[i]!;
      gathered.set(rows.subarray(sample * width, (sample + 1) * width), i * width);
    }
    return gathered;
  };
  return mapRows(dataset, indices.length, gather);
}
