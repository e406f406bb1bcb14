export { datasetFromIdx, type DatasetFromIdxOptions } from "./dataset-from-idx.js";
export type { Dataset, TrainTest } from "./dataset.js";
export { digits, type DigitsOptions } from "./digits.js";
export { DatasetFormatError, DatasetUnavailableError } from "./errors.js";
export { generateDigits, type GenerateDigitsOptions } from "./generate-digits.js";
export type { DatasetName } from "./internal/known-sets.js";
export { loadDataset, type DownloadProgress, type LoadDatasetOptions } from "./load-dataset.js";
export { readCifar10, type ReadCifar10Options } from "./read-cifar10.js";
export { readIdx, type IdxArray, type ReadIdxOptions } from "./read-idx.js";
