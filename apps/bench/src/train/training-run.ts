import type { DatasetName, Method, TrainingSettings } from "../published-settings.js";

/** One training run, as data: everything that decides its result. */
export interface TrainingRun {
  readonly dataset: DatasetName;
  /** Alternating: two sets of eigenvalues and the eigenvectors, in phases. */
  readonly method: Method | "alternating";
  /** Number of hidden layers, each of `width` nodes. */
  readonly hiddenLayers: number;
  readonly width: number;
  /** Decides initial values and the order of the samples. */
  readonly seed: number;
  readonly settings: TrainingSettings;
}

/** What came out of a run. */
export interface TrainingResult {
  /** Trained numbers without the biases, which every method has and trains alike; as published. */
  readonly trainedParameters: number;
  /** Entries of the kernels of the same network in direct space, without the biases. */
  readonly denseParameters: number;
  /** Bias values trained besides. */
  readonly biases: number;
  /** Fraction of the test set, with the weights that are kept at the end. */
  readonly testAccuracy: number;
  /** Fraction of the held-out part of the training set, after the last epoch. */
  readonly validationAccuracy: number;
  readonly testLoss: number;
  /** Epochs trained. */
  readonly epochs: number;
  readonly stopped: string;
  /** Of training; without reading data and testing. */
  readonly seconds: number;
  /** Name and version of what computed. */
  readonly engine: string;
  /** Validation accuracy after each epoch. */
  readonly history: readonly number[];
  readonly versions: Readonly<Record<string, string>>;
  readonly finishedAt: string;
}

/** `s-qr 200-200, seed 1`: a run in a few characters. */
export function describeTrainingRun({ method, hiddenLayers, width, seed }: TrainingRun): string {
  return `${method} ${Array<number>(hiddenLayers).fill(width).join("-")}, seed ${seed}`;
}
