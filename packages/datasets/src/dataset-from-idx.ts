import type { Dataset } from "./dataset.js";
import { DatasetFormatError } from "./errors.js";
import { checkLabels } from "./internal/check-labels.js";
import { checkOptions } from "./internal/check-options.js";
import { scalePixels } from "./internal/pixel-values.js";
import { readIdx } from "./read-idx.js";

export interface DatasetFromIdxOptions {
  /** Name of the result. Default "idx". */
  readonly name?: string;
  /** Number of classes; every label must be below it. Default 10. */
  readonly classes?: number;
  /** Names of the two files for messages. Default "images" and "labels". */
  readonly files?: readonly [images: string, labels: string];
}

/**
 * Joins an IDX file of images (count×rows×columns) and one of labels (count) to a data set; pixels become
 * pixel / 255. Both plain or gzip, as {@link readIdx} takes them.
 *
 * @throws {TypeError} for an unknown option
 * @throws {DatasetFormatError} when a file is damaged, the two counts differ, there is no sample, or a label is not
 * below `classes`
 */
export function datasetFromIdx(
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
  options: DatasetFromIdxOptions = {},
): Dataset {
  checkOptions("datasetFromIdx", options, ["name", "classes", "files"]);
  const { name = "idx", classes = 10, files = ["images", "labels"] } = options;
  const images = readIdx(imageBytes, { file: files[0], dimensions: 3 });
  const labels = readIdx(labelBytes, { file: files[1], dimensions: 1 });
  const count = images.shape[0]!;
  const shape = images.shape.slice(1);
  if (count !== labels.data.length) {
    throw new DatasetFormatError(
      `datasetFromIdx: ${files[1]} needs ${count} labels (one per image of ${files[0]}), got ${labels.data.length}`,
    );
  }
  if (images.data.length === 0) {
    throw new DatasetFormatError(
      `datasetFromIdx: ${files[0]} needs at least one pixel, got shape ${images.shape.join("×")}`,
    );
  }
  checkLabels(labels.data, classes, `datasetFromIdx: ${files[1]}`);

  const inputs = new Float32Array(images.data.length);
  scalePixels(images.data, inputs);
  return {
    name,
    inputs,
    labels: Int32Array.from(labels.data),
    count,
    features: images.data.length / count,
    shape,
    classes,
  };
}
