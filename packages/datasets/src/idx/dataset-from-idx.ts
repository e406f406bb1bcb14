import { flag, integer, list, options, type OptionTable, ruleOf, show, text } from "@reciprocal/guards";
import type { Dataset, SampleInputs } from "../dataset.js";
import { DatasetFormatError } from "../errors.js";
import { type ImageLayout, imageShape, layoutRule } from "../images/layout.js";
import { pixelArray, type PixelKind, pixelRule, writePixels } from "../images/pixels.js";
import { maxBytesRule } from "../gunzip.js";
import { decodeIdx, showShape } from "./decode-idx.js";

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
  /** `float32` (default): pixel / 255. `uint8`: the bytes, in a quarter of the memory. */
  readonly pixels?: PixelKind | undefined;
  /** The label of the first class: 1 for the letters of EMNIST. It becomes 0 in the data set. Default 0. */
  readonly firstLabel?: number | undefined;
  /** Whether the files hold images column by column, as those of EMNIST do; they are set upright. Default false. */
  readonly transposed?: boolean | undefined;
  /** How many bytes gzip may unpack to, for either file. Default: 64 times those of the file, and 64 MiB at least. */
  readonly maxBytes?: number | undefined;
}

const table = options(
  () =>
    ({
      name: text().default("idx"),
      classes: integer({ min: 1 }).default(10),
      files: twoNames().default(["images", "labels"]),
      layout: layoutRule().default("channels-last"),
      pixels: pixelRule().default("float32"),
      firstLabel: integer().default(0),
      transposed: flag().default(false),
      maxBytes: maxBytesRule(),
    }) satisfies OptionTable<DatasetFromIdxOptions>,
);

function twoNames() {
  const names = list(text(), { minLength: 2, maxLength: 2 });
  return ruleOf("two names", (where, name, value) => {
    const [images, labels] = names.read(where, name, value);
    return [images!, labels!] as const;
  });
}

/**
 * Joins an IDX file of images (count×rows×columns, unsigned bytes) and one of labels (count integers, or count×k of which the
 * first of each row is the label, as in QMNIST) to a data set; pixels become pixel / 255, and the shape of an
 * image is [rows, columns, 1]. Both plain or gzip, as {@link decodeIdx} takes them.
 *
 * @param imageBytes - of the file of images; not modified
 * @param labelBytes - of the file of labels; not modified
 * @throws {TypeError} for an unknown option
 * @throws {DatasetFormatError} if a file is damaged or of other numbers, the two counts differ, there is no sample, or a
 * label is not from `firstLabel` to `firstLabel` + `classes` − 1
 *
 * @example
 * import { datasetFromIdx } from "@reciprocal/datasets";
 *
 * const images = Uint8Array.of(0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 2, 0, 51, 102, 255);
 * const labels = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 1, 3);
 * const { inputs, shape } = datasetFromIdx(images, labels, { classes: 10 });
 * console.log(inputs, shape);
 * // => Float32Array(4) [ 0, 0.20000000298023224, 0.4000000059604645, 1 ] [ 2, 2, 1 ]
 */
export function datasetFromIdx(
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
  given: DatasetFromIdxOptions & { readonly pixels: "uint8" },
): Dataset<Uint8Array>;
export function datasetFromIdx(
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
  given?: DatasetFromIdxOptions & { readonly pixels?: "float32" | undefined },
): Dataset;
export function datasetFromIdx(
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
  given?: DatasetFromIdxOptions,
): Dataset<SampleInputs>;
export function datasetFromIdx(
  imageBytes: Uint8Array,
  labelBytes: Uint8Array,
  given: DatasetFromIdxOptions = {},
): Dataset<SampleInputs> {
  const { name, classes, files, layout, pixels, firstLabel, transposed, maxBytes } = table.read(
    "datasetFromIdx",
    given,
  );
  const images = decodeIdx(imageBytes, { file: files[0], dimensions: 3, maxBytes });
  const labels = readLabels(labelBytes, files[1], { classes, firstLabel, maxBytes });
  const count = images.shape[0]!;
  const [, rows, columns] = images.shape as [number, number, number];
  if (!(images.data instanceof Uint8Array)) {
    throw new DatasetFormatError(
      `datasetFromIdx: ${files[0]} needs images of unsigned bytes, got those of a ${show(images.data).slice(2)}`,
    );
  }
  if (count !== labels.length) {
    throw new DatasetFormatError(
      `datasetFromIdx: ${files[1]} needs ${count} labels (one per image of ${files[0]}), got ${labels.length}`,
    );
  }
  if (images.data.length === 0) {
    throw new DatasetFormatError(
      `datasetFromIdx: ${files[0]} needs at least one pixel, got shape ${showShape(images.shape)}`,
    );
  }

  const features = rows * columns;
  const inputs = pixelArray(pixels, images.data.length);
  const [height, width] = transposed ? [columns, rows] : [rows, columns];
  const upright = new Uint8Array(features);
  for (let start = 0; start < images.data.length; start += features) {
    const image = images.data.subarray(start, start + features);
    if (transposed) transpose(image, upright, { rows, columns });
    writePixels(transposed ? upright : image, inputs, start);
  }
  const shape = imageShape(layout, { height, width, channels: 1 });
  return { name, inputs, labels, count, features, shape, classes };
}

/** The class of each sample, from 0 on. */
function readLabels(
  bytes: Uint8Array,
  file: string,
  {
    classes,
    firstLabel,
    maxBytes,
  }: {
    readonly classes: number;
    readonly firstLabel: number;
    readonly maxBytes: number | undefined;
  },
): Int32Array {
  const { shape, data } = decodeIdx(bytes, { file, maxBytes });
  const [count = 0, width = 1] = shape;
  if (shape.length > 2) {
    decodeIdx(bytes, { file, dimensions: 1, maxBytes }); // says what these are
  }
  if (width === 0) {
    // the header of a file of 12 bytes may name billions of such rows
    throw new DatasetFormatError(
      `datasetFromIdx: ${file} needs a label in every row, got shape ${showShape(shape)}`,
    );
  }
  if (data instanceof Float32Array || data instanceof Float64Array) {
    throw new DatasetFormatError(`datasetFromIdx: ${file} needs labels that are integers, got floats`);
  }
  const last = firstLabel + classes - 1;
  return Int32Array.from({ length: count }, (_, sample) => {
    const label = data[sample * width]!;
    if (firstLabel <= label && label <= last) return label - firstLabel;
    const meant =
      firstLabel === 0 && !data.includes(0) ? "; firstLabel: 1 is for classes that are counted from 1" : "";
    throw new DatasetFormatError(
      `datasetFromIdx: ${file}: labels must be from ${firstLabel} to ${last} (the option classes), got ${label} at sample ${sample}${meant}`,
    );
  });
}

function transpose(
  image: Uint8Array,
  target: Uint8Array,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): void {
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) target[j * rows + i] = image[i * columns + j]!;
  }
}
