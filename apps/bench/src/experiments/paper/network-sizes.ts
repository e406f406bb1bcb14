import type { DatasetName } from "@reciprocal/published";

interface Sizes {
  readonly inputs: number;
  readonly classes: number;
  readonly trainSamples: number;
}

const likeMnist = { inputs: 784, classes: 10, trainSamples: 60_000 };

/** What is known of the data sets before they are read. */
export const networkSizes: Readonly<Record<DatasetName, Sizes>> = {
  digits: likeMnist,
  mnist: likeMnist,
  "fashion-mnist": likeMnist,
  cifar10: { inputs: 3072, classes: 10, trainSamples: 50_000 },
};
