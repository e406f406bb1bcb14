import { ShapeError } from "@reciprocal/spectral";
import type { Dataset } from "../dataset.js";

/** @throws {ShapeError} unless `inputs` holds count × features numbers and `labels` count */
export function checkDataset(where: string, { name, inputs, labels, count, features }: Dataset): void {
  if (!(Number.isSafeInteger(features) && features >= 1)) {
    throw new ShapeError(`${where}: features of ${name} must be an integer of at least 1, got ${features}`);
  }
  if (labels.length !== count) {
    throw new ShapeError(
      `${where}: labels of ${name} needs ${count} values, one a sample, got ${labels.length}`,
    );
  }
  if (inputs.length !== count * features) {
    throw new ShapeError(
      `${where}: inputs of ${name} needs ${count}×${features} values, got ${inputs.length}`,
    );
  }
}
