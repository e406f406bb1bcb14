import { show } from "@reciprocal/guards";
import type { AnyDataset } from "../dataset.js";
import { checkDataset } from "./check-dataset.js";
import { gatherSamples } from "./gather-samples.js";

/**
 * Copies of the samples at `indices`, in that order; a sample may be there several times.
 *
 * @param dataset - where the samples are; not modified
 * @param indices - of the samples, 0 for the first
 * @throws {TypeError} for indices that are no array of numbers
 * @throws {RangeError} for no index, or one that is not an integer from 0 to count − 1
 * @throws {TypeError} {ShapeError} if the arrays of the data set do not fit its count and features
 *
 * @example
 * import { digits, selectSamples } from "@reciprocal/datasets";
 *
 * const { train } = digits({ train: 10, test: 1 });
 * console.log(selectSamples(train, [0, 2, 4]).count);
 * // => 3
 */
export function selectSamples<D extends AnyDataset>(dataset: D, indices: ArrayLike<number>): D {
  checkDataset("selectSamples", dataset);
  const list: unknown = indices;
  if (!(Array.isArray(list) || ArrayBuffer.isView(list))) {
    throw new TypeError(`selectSamples: indices must be an array of numbers, got ${show(list)}`);
  }
  if (indices.length === 0) throw new RangeError("selectSamples: needs at least one index, got none");
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (Number.isInteger(index) && index >= 0 && index < dataset.count) continue;
    throw new RangeError(
      `selectSamples: indices[${i}] must be an integer from 0 to ${dataset.count - 1}, got ${show(index)}`,
    );
  }
  return gatherSamples(dataset, indices);
}
