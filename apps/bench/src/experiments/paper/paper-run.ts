import {
  publishedLearningRates,
  publishedSettings,
  sparseBias,
  sparseLearningRates,
  sparseSettings,
  type DatasetName,
  type Method,
  type sparseMethods,
  type TrainingSettings,
} from "@reciprocal/published";
import { percent } from "@reciprocal/report";
import type { Line, Setting } from "../../experiment.js";
import {
  count,
  countFrom1,
  duration,
  type FieldsFor,
  listOf,
  number,
  object,
  oneOf,
  optional,
  text,
} from "../../fields.js";
import {
  describeTrainingRun,
  trainingLine,
  trainingSetting,
  type TrainingRun,
} from "../../train/training-run.js";
import { samplesOf } from "../common-parameters.js";

/**
 * Versions of the code behind a protocol. They are part of the key of its runs: raise one if a change of the code changes
 * results, and say why, then its runs are done again.
 */
export const protocols = {
  accuracy: { version: 1, why: "first" },
  sparse: { version: 1, why: "first" },
  alternating: { version: 1, why: "first" },
} as const;
export type Protocol = keyof typeof protocols;

export interface PaperRun extends TrainingRun {
  readonly protocol: Protocol;
  readonly version: number;
  /** Whether the line has to keep the eigenvalues; not part of the key, since it changes no result. */
  readonly keepSpectra?: true;
}

export const paperSetting = {
  protocol: oneOf(Object.keys(protocols) as Protocol[]),
  version: countFrom1,
  ...trainingSetting,
  keepSpectra: optional(oneOf([true])),
} satisfies FieldsFor<PaperRun>;

const beforeAndAfter = object({ before: listOf(number), after: listOf(number) });

export const paperFields = {
  ...trainingLine,
  cpuSeconds: duration,
  peakMemory: count,
  cpu: text,
  /** The eigenvalues of each mapping before training and after, of a run that was to keep them. */
  spectra: optional(listOf(object({ lambdaIn: beforeAndAfter, lambdaOut: beforeAndAfter }))),
};

export type PaperLine = Line<PaperRun, typeof paperFields>;

/** What a sweep covers; every question makes its runs from this. */
export interface PaperChoice {
  readonly datasets: readonly DatasetName[];
  /** Nodes per hidden layer. */
  readonly widths: readonly number[];
  readonly seeds: readonly number[];
  /** Shares of zero weights in the sparse runs. */
  readonly sparsities: readonly number[];
  /** What differs from the published settings. */
  readonly changes: Pick<TrainingSettings, "epochs"> & Setting["settings"];
}

type Place = Pick<PaperRun, "dataset" | "hiddenLayers" | "width" | "seed">;
type Changes = Partial<PaperChoice["changes"]>;

/** A run at the published settings of the accuracy experiments. */
export function accuracyRun(place: Place, method: Method, changes: Changes): PaperRun {
  const learningRate = publishedLearningRates[place.dataset][method];
  return paperRun("accuracy", place, method, { ...publishedSettings, ...changes, learningRate });
}

/** A run under a dynamic mask, at the published settings of the sparse experiments. */
export function sparseRun(
  place: Place,
  method: (typeof sparseMethods)[number],
  sparsity: number,
  changes: Changes,
): PaperRun {
  const learningRate = sparseLearningRates[place.dataset][method];
  const bias = sparseBias[method];
  return paperRun("sparse", place, method, { ...sparseSettings, bias, ...changes, learningRate, sparsity });
}

/** Shorter than the patience of early stopping, which so sees both phases before it ends training. */
const phaseEpochs = 5;

/**
 * Eigenvalues and eigenvectors in turn. There is no publication to follow: the eigenvalues take the rate of spectral
 * training, and the eigenvectors, which have as many entries as a dense network, that of dense training.
 */
export function alternatingRun(place: Place, changes: Changes): PaperRun {
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
  return {
    protocol,
    version: protocols[protocol].version,
    dataset,
    method,
    hiddenLayers,
    width,
    seed,
    settings: { ...settings, ...samplesOf(dataset, settings) },
  };
}

/** `mnist s-qr 500-500, 95 % zero, seed 1` */
export function describePaperRun(run: PaperRun): string {
  const { sparsity } = run.settings;
  const masked = sparsity === undefined ? "" : `${percent(sparsity)} zero, `;
  return `${run.dataset} ${describeTrainingRun(run).replace("seed", `${masked}seed`)}`;
}
