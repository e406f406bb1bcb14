import { digits, loadDataset, takeSamples, type Dataset, type TrainTest } from "@reciprocal/datasets";
import { digitsSamples } from "@reciprocal/published";
import { runKey, UsageError } from "@reciprocal/sweeps";
import type { Setting } from "./experiment.js";
import { isTable, smallTable } from "./small-tables.js";

/** Which data a run needs. */
export type DataRequest = Pick<Setting, "dataset" | "seed"> & Setting["settings"];

/** The data of a run. */
export function requestOf({ dataset, seed, settings: { trainSamples, testSamples } }: Setting): DataRequest {
  return { dataset, ...(isTable(dataset) && { seed }), trainSamples, testSamples };
}

/** Whether a data set must be in a folder, or is downloaded. */
export function needsFiles(dataset: Setting["dataset"]): boolean {
  return dataset !== "digits" && !isTable(dataset);
}

/** A data set in memory, one at a time: CIFAR-10 alone takes 0.7 GB. */
export class DataInMemory {
  #key = "";
  #data: TrainTest | undefined;

  /** @param dataDir - undefined leaves the search for the data to `@reciprocal/datasets` */
  constructor(readonly dataDir: string | undefined) {}

  async load(request: DataRequest, onProgress: (value: unknown) => void): Promise<TrainTest> {
    const key = runKey(request);
    if (this.#data !== undefined && this.#key === key) return this.#data;
    this.#data = undefined; // frees the memory before the next set takes it
    this.#data = await loadData(request, this.dataDir, onProgress);
    this.#key = key;
    return this.#data;
  }
}

/** Reads, downloads or generates data. Asking for more samples than the set has is an error. */
async function loadData(
  { dataset, seed = 0, trainSamples, testSamples }: DataRequest,
  dataDir: string | undefined,
  onProgress: (value: unknown) => void,
): Promise<TrainTest> {
  if (dataset === "digits") {
    return digits({
      train: trainSamples ?? digitsSamples.trainSamples,
      test: testSamples ?? digitsSamples.testSamples,
    });
  }
  const { train, test } = isTable(dataset)
    ? smallTable(dataset, seed)
    : await loadDataset(dataset, {
        ...(dataDir === undefined ? {} : { dataDir }),
        layout: "channels-first", // the order in which the committed results were trained
        onProgress,
      });
  return {
    train: firstSamples("--train-samples", train, trainSamples),
    test: firstSamples("--test-samples", test, testSamples),
  };
}

/**
 * The first samples of a set; null means all.
 *
 * @throws {UsageError} if the set has fewer
 */
export function firstSamples(option: string, set: Dataset, count: number | null): Dataset {
  if (count === null) return set;
  if (count <= set.count) return takeSamples(set, count);
  throw new UsageError(`${option} must be at most ${set.count}, the size of ${set.name}, got ${count}`);
}
