import {
  digitsSamples,
  publishedLearningRates,
  publishedSettings,
  sparseBias,
  sparseLearningRates,
  sparseMethods,
  sparseSettings,
  type DatasetName,
  type Method,
  type TrainingSettings,
} from "../published-settings.js";
import { runKey } from "../runner/run-key.js";
import { describeTrainingRun, type TrainingRun } from "../train/training-run.js";

/**
 * Versions of the code behind a protocol. They are part of the key of its runs: raise one when a change of the code
 * changes results, and say why, then its runs are done again.
 */
export const protocols = {
  accuracy: { version: 1, why: "first" },
  sparse: { version: 1, why: "first" },
  alternating: { version: 1, why: "first" },
} as const;
export type Protocol = keyof typeof protocols;

export interface PaperRun extends TrainingRun {
  readonly experiment: "paper";
  /** Hash of all the other fields but `keepSpectra`. */
  readonly key: string;
  readonly protocol: Protocol;
  readonly version: number;
  /** Whether the line has to keep the eigenvalues; not part of the key, for it changes no result. */
  readonly keepSpectra?: true;
}

/** What a sweep covers; every experiment makes its runs of this. */
export interface Choice {
  readonly datasets: readonly DatasetName[];
  /** Nodes per hidden layer. */
  readonly widths: readonly number[];
  readonly seeds: readonly number[];
  /** Shares of zero weights in the sparse runs. */
  readonly sparsities: readonly number[];
  /** What departs from the published settings. */
  readonly changes: Partial<Pick<TrainingSettings, "epochs" | "trainSamples" | "testSamples">>;
}

type Place = Pick<PaperRun, "dataset" | "hiddenLayers" | "width" | "seed">;

/** A run at the published settings of the accuracy experiments. */
export function accuracyRun(place: Place, method: Method, changes: Choice["changes"]): PaperRun {
  const learningRate = publishedLearningRates[place.dataset][method];
  return paperRun("accuracy", place, method, { ...publishedSettings, ...changes, learningRate });
}

/** A run under a dynamic mask, at the published settings of the sparse experiments. */
export function sparseRun(
  place: Place,
  method: (typeof sparseMethods)[number],
  sparsity: number,
  changes: Choice["changes"],
): PaperRun {
  const learningRate = sparseLearningRates[place.dataset][method];
  const bias = sparseBias[method];
  return paperRun("sparse", place, method, { ...sparseSettings, bias, ...changes, learningRate, sparsity });
}

/** Shorter than the patience of early stopping, which so sees both phases before it ends training. */
const phaseEpochs = 5;

/**
 * Eigenvalues and eigenvectors in turn. There is no publication to follow: the eigenvalues take the rate of spectral
 * training, and the eigenvectors, which are as many numbers as a dense network has, that of dense training.
 */
export function alternatingRun(place: Place, changes: Choice["changes"]): PaperRun {
  const { spectral, dense } = publishedLearningRates[place.dataset];
  return paperRun("alternating", place, "alternating", {
    ...publishedSettings,
    ...changes,
    learningRate: spectral,
    phases: [
      { train: "eigenvalues", epochs: phaseEpochs, learningRate: spectral },
      { train: "eigenvectors", epochs: phaseEpochs, learningRate: dense },
    ],
  });
}

function paperRun(
  protocol: Protocol,
  { dataset, hiddenLayers, width, seed }: Place,
  method: PaperRun["method"],
  settings: TrainingSettings,
): PaperRun {
  const { version } = protocols[protocol];
  const { trainSamples, testSamples } = dataset === "digits" ? digitsSamples : settings;
  const run = {
    experiment: "paper",
    protocol,
    version,
    dataset,
    method,
    hiddenLayers,
    width,
    seed,
    settings: {
      ...settings,
      trainSamples: settings.trainSamples ?? trainSamples,
      testSamples: settings.testSamples ?? testSamples,
    },
  } as const;
  return { ...run, key: runKey(run) };
}

/** `mnist s-qr 500-500, 95 % zero, seed 1` */
export function describePaperRun(run: PaperRun): string {
  const { sparsity } = run.settings;
  const masked = sparsity === undefined ? "" : `${percent(sparsity)} zero, `;
  return `${run.dataset} ${describeTrainingRun(run).replace("seed", `${masked}seed`)}`;
}

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(12))} %`;
}
