import {
  publishedLearningRates,
  publishedSettings,
  type DatasetName,
  type TrainingSettings,
} from "../published-settings.js";
import { runKey } from "../runner/run-key.js";
import { rotationDegrees, type Task } from "./shift-images.js";

/** What of a trained dense network is trained on. */
export const methods = ["eigenvalues", "last-layer", "all-weights"] as const;
export type AdaptMethod = (typeof methods)[number];

/** What each of them does, for reports. */
export const methodTexts: Readonly<Record<AdaptMethod, string>> = {
  eigenvalues:
    "the network in spectral form, φ = w, λ_in = 1, λ_out = 0: eigenvalues and biases train, φ does not",
  "last-layer": "weights and biases of the last layer train, all others do not",
  "all-weights": "all weights and biases train",
};

/** What a run trains with. */
export interface AdaptSettings extends TrainingSettings {
  /** Tried by every method on every task; validation accuracy chooses. */
  readonly adaptationLearningRates: readonly number[];
  readonly rotationDegrees: number;
}

/** In the middle the published rate of dense and spectral networks on MNIST; about a factor of three between them. */
export const adaptationLearningRates = [0.0015, 0.005, 0.015, 0.045, 0.135] as const;

/** One dense network, trained and then adapted to every task by every method. */
export interface AdaptRun {
  readonly experiment: "adapt";
  /** Hash of all the other fields. */
  readonly key: string;
  readonly dataset: DatasetName;
  readonly tasks: readonly Task[];
  readonly methods: readonly AdaptMethod[];
  /** Hidden nodes. */
  readonly width: number;
  /** Decides initial values and the order of the samples. */
  readonly seed: number;
  readonly settings: AdaptSettings;
}

export interface AdaptRunOptions {
  readonly dataset: DatasetName;
  readonly tasks: readonly Task[];
  readonly methods: readonly AdaptMethod[];
  readonly width: number;
  readonly seeds: readonly number[];
  /** What departs from the published settings of dense networks. */
  readonly changes?: Partial<Omit<AdaptSettings, "rotationDegrees">>;
}

/** A run per seed. */
export function adaptRuns({
  dataset,
  tasks,
  methods,
  width,
  seeds,
  changes = {},
}: AdaptRunOptions): AdaptRun[] {
  const settings: AdaptSettings = {
    ...publishedSettings,
    learningRate: publishedLearningRates[dataset].dense,
    adaptationLearningRates,
    rotationDegrees,
    ...changes,
  };
  return seeds.map((seed) => {
    const run = { experiment: "adapt", dataset, tasks, methods, width, seed, settings } as const;
    return { ...run, key: runKey(run) };
  });
}

/** `784-200-10` has 200: a run in a few characters. */
export function describeAdaptRun({ dataset, width, seed }: AdaptRun): string {
  return `${dataset} ${width}, seed ${seed}`;
}

/** Epochs of all trainings of a run at most. */
export function adaptEpochs({ tasks, methods, settings }: AdaptRun): number {
  const { epochs, adaptationLearningRates: rates } = settings;
  return epochs * (1 + tasks.length * methods.length * rates.length);
}
