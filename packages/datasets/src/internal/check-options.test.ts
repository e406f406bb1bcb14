import { describe, expect, it } from "vitest";
import {
  batches,
  datasetFromCsv,
  datasetFromIdx,
  digits,
  generateDigits,
  loadDataset,
  readCifar10,
  readIdx,
  readImageFolder,
  regressionFromCsv,
  shuffleDataset,
  splitDataset,
  standardize,
} from "../index.js";

const few = generateDigits({ count: 3 });
const none = new Uint8Array(0);

const calls: Record<string, (options: object) => unknown> = {
  "batches: batchSize, shuffle, seed, epoch": (options) => batches(few, options),
  "datasetFromCsv: label, classNames, name, features, categories, columns, delimiter": (options) =>
    datasetFromCsv("", { label: "", ...options }),
  "datasetFromIdx: name, classes, files": (options) => datasetFromIdx(none, none, options),
  "digits: train, test, seed": (options) => digits(options),
  "generateDigits: count, seed, name": (options) => generateDigits({ count: 3, ...options }),
  "loadDataset: dataDir, cacheDir, offline, mirrors, onProgress, signal, stallTimeout, fetch": (options) =>
    loadDataset("mnist", { offline: true, ...options }),
  "readCifar10: name, files": (options) => readCifar10([none], options),
  "readIdx: file, dimensions": (options) => readIdx(none, options),
  "readImageFolder: name, size, fit, grayscale, background, classNames": (options) =>
    readImageFolder("", options),
  "regressionFromCsv: targets, name, features, categories, columns, delimiter": (options) =>
    regressionFromCsv("", { targets: [""], ...options }),
  "shuffleDataset: seed": (options) => shuffleDataset(few, options),
  "splitDataset: fraction, from, seed": (options) => splitDataset(few, options),
  "standardize: by": (options) => standardize(few, options),
};

describe("an option that there is not", () => {
  it.each(Object.entries(calls))("is refused by %s", async (title, call) => {
    const [name, known] = title.split(": ");
    // loadDataset and readImageFolder reject, the others throw
    await expect(Promise.resolve({ tran: 10 }).then(call)).rejects.toThrow(
      new TypeError(`${name}: unknown option tran; there are ${known}`),
    );
  });
});
