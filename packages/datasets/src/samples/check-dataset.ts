import { ShapeError } from "@reciprocal/spectral";
import type { Dataset, RegressionDataset } from "../dataset.js";

/** @throws {ShapeError} unless `inputs` holds count × features numbers, and `labels` count or `targets` count × outputs */
export function checkDataset(where: string, dataset: Dataset | RegressionDataset): void {
  const { name, inputs, count, features } = dataset;
  const needs = (array: string, needed: string, got: number) =>
    new ShapeError(`${where}: ${array} of ${name} needs ${needed}, got ${got}`);
  if (!(Number.isSafeInteger(features) && features >= 1)) {
    throw new ShapeError(`${where}: features of ${name} must be an integer of at least 1, got ${features}`);
  }
  if ("labels" in dataset) {
    if (dataset.labels.length !== count) {
      throw needs("labels", `${count} values, one a sample`, dataset.labels.length);
    }
  } else if (dataset.targets.length !== count * dataset.outputs) {
    throw needs("targets", `${count}×${dataset.outputs} values`, dataset.targets.length);
  }
  if (inputs.length !== count * features) throw needs("inputs", `${count}×${features} values`, inputs.length);
}
