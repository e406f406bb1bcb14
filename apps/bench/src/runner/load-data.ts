import { digits, loadDataset, takeSamples, type Dataset, type TrainTest } from "@reciprocal/datasets";
import { digitsSamples, type DatasetName } from "../published-settings.js";
import { UsageError } from "../usage-error.js";

export interface DataRequest {
  readonly dataset: DatasetName;
  readonly dataDir: string | undefined;
  readonly trainSamples: number | null;
  readonly testSamples: number | null;
}

/** What the worker processes of a sweep over one data set read: as much of it as the first run says, like all others. */
export function requestOfFirst({ dataset, dataDir }: Pick<DataRequest, "dataset" | "dataDir">) {
  return <Task extends { readonly settings: Pick<DataRequest, "trainSamples" | "testSamples"> }>([
    first,
  ]: readonly Task[]): DataRequest => {
    const { trainSamples, testSamples } = first!.settings;
    return { dataset, dataDir, trainSamples, testSamples };
  };
}

/** Reads, downloads or generates the data of a run. Numbers of samples beyond those of the set are an error. */
export async function loadData(
  { dataset, dataDir, trainSamples, testSamples }: DataRequest,
  onProgress: (value: unknown) => void,
): Promise<TrainTest> {
  if (dataset === "digits") {
    return digits({
      train: trainSamples ?? digitsSamples.trainSamples,
      test: testSamples ?? digitsSamples.testSamples,
    });
  }
  const { train, test } = await loadDataset(dataset, {
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
 * The first so many samples of a set; null means all.
 *
 * @throws {UsageError} where the set has fewer
 */
export function firstSamples(option: string, set: Dataset, count: number | null): Dataset {
  if (count === null) return set;
  if (count <= set.count) return takeSamples(set, count);
  throw new UsageError(`${option} must be at most ${set.count}, the size of ${set.name}, got ${count}`);
}
