import { check, integer } from "@reciprocal/guards";
import type { AnyDataset } from "../dataset.js";
import { checkDataset } from "./check-dataset.js";
import { sliceSamples } from "./slice-samples.js";

/**
 * The first `count` samples of a data set, as views: the arrays are shared with the given one, not copied.
 *
 * @param dataset - where the samples are
 * @param count - how many, an integer from 1 to the number of samples
 * @throws {RangeError} unless count is an integer from 1 to the number of samples
 * @throws {ShapeError} if the arrays of the data set do not fit its count and features
 *
 * @example
 * import { digits, takeSamples } from "@reciprocal/datasets";
 *
 * const { train } = digits({ train: 100, test: 1 });
 * console.log(takeSamples(train, 10).labels);
 * // => Int32Array(10) [
 * // =>   3, 7, 7, 6, 9,
 * // =>   8, 2, 5, 2, 5
 * // => ]
 */
export function takeSamples<D extends AnyDataset>(dataset: D, count: number): D {
  checkDataset("takeSamples", dataset);
  check(integer({ min: 1, max: dataset.count }), "takeSamples", "count", count);
  return sliceSamples(dataset, 0, count);
}
