import { digits, loadDataset, takeSamples, type Dataset, type TrainTest } from "@reciprocal/datasets";
import { digitsSamples, type DatasetName } from "../published-settings.js";

export interface DataRequest {
  readonly dataset: DatasetName;
  readonly dataDir: string | undefined;
  readonly trainSamples: number | null;
  readonly testSamples: number | null;
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
    onProgress,
  });
  return { train: first(train, trainSamples), test: first(test, testSamples) };
}

function first(set: Dataset, count: number | null): Dataset {
  return count === null ? set : takeSamples(set, count);
}
