/**
 * Data sets as plain typed arrays: published ones by name, your own tables and image folders, and generated digits, split,
 * shuffled and batched by seed.
 *
 * @packageDocumentation
 */
export type { CsvOptions } from "./tables/csv-options.js";
export { datasetFromCsv, type DatasetFromCsvOptions } from "./tables/dataset-from-csv.js";
export { regressionFromCsv, type RegressionFromCsvOptions } from "./tables/regression-from-csv.js";
export type {
  AnyDataset,
  Dataset,
  RegressionDataset,
  SampleInputs,
  SampleSet,
  TrainTest,
} from "./dataset.js";
export { digits, type DigitsOptions } from "./digits/digits.js";
export { generateDigits, type GenerateDigitsOptions } from "./digits/generate-digits.js";
export type { DownloadProgress } from "./download/download-settings.js";
export { DatasetFormatError, DatasetUnavailableError } from "./errors.js";
export { datasetFromIdx, type DatasetFromIdxOptions } from "./idx/dataset-from-idx.js";
export { decodeIdx, type DecodeIdxOptions, type IdxArray, type IdxData } from "./idx/decode-idx.js";
export { decodeCifar10, type DecodeCifar10Options } from "./images/decode-cifar10.js";
export { decodeImage, type DecodeImageOptions } from "./images/decode-image.js";
export type { DecodedImage } from "./images/decoded-image.js";
export type { ImageLayout } from "./images/layout.js";
export {
  type ImageFolder,
  loadImageFolder,
  type LoadImageFolderOptions,
} from "./images/load-image-folder.js";
export type { DatasetName } from "./known/known-set.js";
export { loadDataset } from "./known/load-dataset.js";
export type { LoadDatasetOptions } from "./known/load-dataset-options.js";
export { batches, type Batch, type BatchesOptions, type RegressionBatch } from "./samples/batches.js";
export type { SampleGroups } from "./samples/groups.js";
export { kFolds, type KFoldsOptions } from "./samples/k-folds.js";
export { selectSamples } from "./samples/select-samples.js";
export { shuffleDataset, type ShuffleDatasetOptions } from "./samples/shuffle-dataset.js";
export { splitDataset, type SplitDatasetOptions, type SplitDatasetResult } from "./samples/split-dataset.js";
export {
  standardize,
  type Standardizable,
  type Standardized,
  type StandardizeOptions,
} from "./samples/standardize.js";
export { takeSamples } from "./samples/take-samples.js";
export { readTable } from "./tables/read-table.js";
export { type Cell, tableFromRows } from "./tables/table-from-rows.js";
export type { NumberColumn, Table, TableColumn, WordColumn } from "./tables/table.js";
export { defaultMissing, type ReadTableOptions, type TableOptions } from "./tables/table-options.js";
export {
  augmentImages,
  type AugmentImagesOptions,
  type ImageAugmentation,
  type ImageBatch,
} from "./augmentation/augment-images.js";
