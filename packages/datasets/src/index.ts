export { batches, type Batch, type BatchesOptions } from "./batches.js";
export type { CsvOptions } from "./csv-options.js";
export { datasetFromCsv, type DatasetFromCsvOptions } from "./dataset-from-csv.js";
export { datasetFromIdx, type DatasetFromIdxOptions } from "./dataset-from-idx.js";
export type { Dataset, RegressionDataset, SampleSet, TrainTest } from "./dataset.js";
export { digits, type DigitsOptions } from "./digits.js";
export { DatasetFormatError, DatasetUnavailableError } from "./errors.js";
export { generateDigits, type GenerateDigitsOptions } from "./generate-digits.js";
export type { DatasetName } from "./internal/known-sets.js";
export { loadDataset, type DownloadProgress, type LoadDatasetOptions } from "./load-dataset.js";
export { readCifar10, type ReadCifar10Options } from "./read-cifar10.js";
export { readIdx, type IdxArray, type ReadIdxOptions } from "./read-idx.js";
export { readImageFolder, type ReadImageFolderOptions } from "./read-image-folder.js";
export { regressionFromCsv, type RegressionFromCsvOptions } from "./regression-from-csv.js";
export { shuffleDataset, type ShuffleDatasetOptions } from "./shuffle-dataset.js";
export { splitDataset, type SplitDatasetOptions, type SplitDatasetResult } from "./split-dataset.js";
export {
  standardize,
  type Standardizable,
  type Standardized,
  type StandardizeOptions,
} from "./standardize.js";
export { takeSamples } from "./take-samples.js";
