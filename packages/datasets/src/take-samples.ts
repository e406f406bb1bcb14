import type { Dataset, RegressionDataset } from "./dataset.js";
import { checkCount } from "./internal/check-count.js";
import { checkDataset } from "./internal/check-dataset.js";
import { sliceSamples } from "./internal/slice-samples.js";

/**
 * The first `count` samples of a data set, as views: the arrays are shared with the given one, not copied.
 *
 * @throws {RangeError} unless count is an integer from 1 to the number of samples
 * @throws {ShapeError} where the arrays of the data set do not fit its count and features
 */
export function takeSamples<D extends Dataset | RegressionDataset>(dataset: D, count: number): D {
  checkDataset("takeSamples", dataset);
  checkCount("takeSamples: count", count, dataset.count);
  return sliceSamples(dataset, 0, count);
}
