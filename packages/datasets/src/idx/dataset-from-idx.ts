import { integer, list, options, type OptionTable, ruleOf, text } from "@reciprocal/guards";
import type { Dataset } from "../dataset.js";
import { DatasetFormatError } from "../errors.js";
import { checkLabels } from "../images/check-labels.js";
import { type ImageLayout, imageShape, layoutRule } from "../images/layout.js";
import { scalePixels } from "../images/pixels.js";
import { decodeIdx } from "./decode-idx.js";

/** Options of `datasetFromIdx`. */
export interface DatasetFromIdxOptions {
  /** Name of the result. Default "idx". */
  readonly name?: string;
  /** Number of classes; every label must be below it. Default 10. */
  readonly classes?: number;
  /** Names of the two files for messages. Default "images" and "labels". */
  readonly files?: readonly [images: string, labels: string];
  /** `channels-first` gives the shape [1, rows, columns]; the values of gray images are the same. Default `channels-last`. */
  readonly layout?: ImageLayout;
}

const table = options(
  () =>
    ({
      name: text().default("idx"),
      classes: integer({ min: 1 }).default(10),
      files: twoNames().default(["images", "labels"]),
      layout: layoutRule().default("channels-last"),
    }) satisfies OptionTable<DatasetFromIdxOptions>,
);

function twoNames() {
  const names = list(text(), { minLength: 2 });
  return ruleOf("two names", (where, name, value) => {
    const [images, labels] = names.read(where, name, value);
    return [images!, labels!] as const;
  });
}

/**
 * Joins an IDX file of images (count×rows×columns) and one of labels (count) to a data set; pixels become
 * pixel / 255, and the shape of an image is [rows, columns, 1]. Both plain or gzip, as {@link decodeIdx} takes them.
 *
 * @throws {TypeError} for an unknown option
 * @throws {DatasetFormatError} if a file is damaged, the two counts differ, there is no sample, or a label is not
 * below `classes`
 */
export function datasetFromIdx(
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
  given: DatasetFromIdxOptions = {},
): Dataset {
  const { name, classes, files, layout } = table.read("datasetFromIdx", given);
  const images = decodeIdx(imageBytes, { file: files[0], dimensions: 3 });
  const labels = decodeIdx(labelBytes, { file: files[1], dimensions: 1 });
  const count = images.shape[0]!;
  const [, height, width] = images.shape as [number, number, number];
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
    shape: imageShape(layout, { height, width, channels: 1 }),
    classes,
  };
}
