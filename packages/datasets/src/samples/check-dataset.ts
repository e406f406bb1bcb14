import { show } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import type { AnyDataset } from "../dataset.js";

/**
 * @throws {ShapeError} unless `inputs` holds count × features numbers, and `labels` count or `targets` count × outputs
 * @throws {TypeError} unless all are typed arrays of numbers
 * @throws {RangeError} for a label that is no class
 */
export function checkDataset(where: string, dataset: AnyDataset): void {
  const { name, inputs, count, features } = dataset;
  const needs = (array: string, needed: string, got: number) =>
    new ShapeError(`${where}: ${array} of ${name} needs ${needed}, got ${got}`);
  checkArray(where, `inputs of ${name}`, inputs, "a Float32Array, or a Uint8Array of pixels");
  if (!(Number.isSafeInteger(features) && features >= 1)) {
    throw new ShapeError(`${where}: features of ${name} must be an integer of at least 1, got ${features}`);
  }
  if ("labels" in dataset) {
    const { labels, classes } = dataset;
    checkArray(where, `labels of ${name}`, labels, "an Int32Array of the class of each sample");
    if (labels.length !== count) {
      const oneHot =
        labels.length === count * classes ? "; rows with a 1 for the class belong in targets" : "";
      throw new ShapeError(
        `${where}: labels of ${name} needs ${count} values, one a sample, got ${labels.length}${oneHot}`,
      );
    }
    const wrong = labels.findIndex((label) => !(label >= 0 && label < classes));
    if (wrong >= 0) {
      throw new RangeError(
        `${where}: labels of ${name} must be from 0 to ${classes - 1}, got ${labels[wrong]} for sample ${wrong}`,
      );
    }
  } else {
    checkArray(where, `targets of ${name}`, dataset.targets, "a Float32Array");
    if (dataset.targets.length !== count * dataset.outputs) {
      throw needs("targets", `${count}×${dataset.outputs} values`, dataset.targets.length);
    }
  }
  const { weights } = dataset;
  if (weights !== undefined) {
    checkArray(where, `weights of ${name}`, weights, "a Float32Array");
    if (weights.length !== count) throw needs("weights", `${count} values, one a sample`, weights.length);
  }
  if (inputs.length !== count * features) throw needs("inputs", `${count}×${features} values`, inputs.length);
}

function checkArray(where: string, what: string, array: unknown, needed: string): void {
  const isNumbers = ArrayBuffer.isView(array) && !(array instanceof DataView) && !isBig(array);
  if (isNumbers) return;
  const first = Array.isArray(array) && array.length > 0 ? `, the first of it ${show(array[0])}` : "";
  throw new TypeError(`${where}: ${what} must be ${needed}, got ${show(array)}${first}`);
}

function isBig(array: ArrayBufferView): boolean {
  return array instanceof BigInt64Array || array instanceof BigUint64Array;
}
