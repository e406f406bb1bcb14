import { methods, type DatasetName, type Method, type TrainingSettings } from "@reciprocal/published";
import { listOf, number, object, oneOf, text, type FieldsOf } from "../fields.js";

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

/** What came out of a run, and the fields of the run that reports need. */
export const trainingLine = {
  method: oneOf([...methods, "alternating"]),
  hiddenLayers: number,
  width: number,
  seed: number,
  settings: object({
    epochs: number,
    batchSize: number,
    validationSplit: number,
    learningRate: number,
    earlyStopping: object({ minDelta: number, patience: number }),
  }),
  /** Trained entries without the biases, which every method has and trains alike; as published. */
  trainedParameters: number,
  /** Entries of the kernels of the same network in direct space, without the biases. */
  denseParameters: number,
  /** Trained biases. */
  biases: number,
  /** Fraction of the test set, with the weights that are kept at the end. */
  testAccuracy: number,
  /** Fraction of the held-out part of the training set, after the last epoch. */
  validationAccuracy: number,
  testLoss: number,
  /** Epochs trained. */
  epochs: number,
  stopped: text,
  /** Of training; without reading data and testing. */
  seconds: number,
  /** Name and version of what computed. */
  engine: text,
  /** Validation accuracy after each epoch. */
  history: listOf(number),
};

/** What came out of a run. */
export type TrainingResult = Omit<FieldsOf<typeof trainingLine>, keyof TrainingRun>;

/** `s-qr 200-200, seed 1`: a run in a few characters. */
export function describeTrainingRun({ method, hiddenLayers, width, seed }: TrainingRun): string {
  return `${method} ${Array<number>(hiddenLayers).fill(width).join("-")}, seed ${seed}`;
}

/** `test accuracy 0.9123 after 10 epochs, 2.0 s` */
export function describeTrainingResult({
  testAccuracy,
  epochs,
  seconds,
}: Pick<TrainingResult, "testAccuracy" | "epochs" | "seconds">): string {
  return `test accuracy ${testAccuracy.toFixed(4)} after ${epochs} epochs, ${seconds.toFixed(1)} s`;
}
