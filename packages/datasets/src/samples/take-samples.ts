import { check, integer } from "@reciprocal/guards";
import type { AnyDataset } from "../dataset.js";
import { checkDataset } from "./check-dataset.js";
import { sliceSamples } from "./slice-samples.js";

/**
 * The first `count` samples of a data set, as views: the arrays are shared with the given one, not copied.
 *
 * @throws {RangeError} unless count is an integer from 1 to the number of samples
 * @throws {ShapeError} if the arrays of the data set do not fit its count and features
 */
export function takeSamples<D extends AnyDataset>(dataset: D, count: number): D {
  checkDataset("takeSamples", dataset);
  check(integer({ min: 1, max: dataset.count }), "takeSamples", "count", count);
  return sliceSamples(dataset, 0, count);
}
