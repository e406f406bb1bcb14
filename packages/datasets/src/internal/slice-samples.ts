import type { Dataset } from "../dataset.js";

/** Samples from `start` to before `end`, as views on the same arrays. */
export function sliceSamples(dataset: Dataset, start: number, end: number): Dataset {
  return {
    ...dataset,
    inputs: dataset.inputs.subarray(start * dataset.features, end * dataset.features),
    labels: dataset.labels.subarray(start, end),
    count: end - start,
  };
}
