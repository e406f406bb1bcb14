import { datasetNames, digitsSamples, type DatasetName } from "@reciprocal/published";
import type { Setting } from "../experiment.js";
import { integer, listOf, oneOf } from "../options.js";

/** Parameters of several experiments, in the same words. */
export const dataset = {
  read: oneOf(datasetNames),
  hint: datasetNames.join("|"),
  default: "digits",
  about: "Data set; the digits are generated",
};

export const seeds = {
  read: listOf(integer(0, 2 ** 32 - 1)),
  hint: "0,1",
  about: "Seeds, one run each: they decide initial values and the order of the samples",
};

export const epochs = { read: integer(1), hint: "n", about: "Maximum number of epochs of a training" };

export const width = { read: integer(1, 100_000), hint: "n", about: "Hidden nodes" };

export const widths = { read: listOf(integer(1, 100_000)), hint: "50,200", about: "Nodes per hidden layer" };

export const samples = {
  trainSamples: {
    read: integer(1),
    otherwise: null,
    hint: "n",
    shown: "all",
    about: "Use the first n training samples only",
  },
  testSamples: {
    read: integer(1),
    otherwise: null,
    hint: "n",
    shown: "all",
    about: "Use the first n test samples only",
  },
} as const;

/** The numbers of samples of a run: those that were asked for; the generated digits have no natural number. */
export function samplesOf(
  dataset: DatasetName,
  { trainSamples, testSamples }: Setting["settings"],
): Setting["settings"] {
  if (dataset !== "digits") return { trainSamples, testSamples };
  return {
    trainSamples: trainSamples ?? digitsSamples.trainSamples,
    testSamples: testSamples ?? digitsSamples.testSamples,
  };
}
