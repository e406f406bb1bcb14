import type { AnyDataset } from "../dataset.js";
import { mapRows, type RowMap } from "./rows.js";

/** Samples from `start` to before `end`, as views on the same arrays. */
export function sliceSamples<D extends AnyDataset>(dataset: D, start: number, end: number): D {
  const slice: RowMap = (rows, width) => rows.subarray(start * width, end * width) as typeof rows;
  return mapRows(dataset, end - start, slice);
}
