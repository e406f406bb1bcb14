import {
  datasetNames,
  methods,
  type DatasetName,
  type Method,
  type TrainingSettings,
} from "@reciprocal/published";
import {
  count,
  countFrom1,
  duration,
  flag,
  fraction,
  listOf,
  number,
  object,
  oneOf,
  optional,
  orNull,
  positive,
  seed,
  text,
  type FieldsFor,
  type FieldsOf,
} from "../fields.js";

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

/** Of published settings. */
export const settingsFields = {
  trainSamples: orNull(countFrom1),
  testSamples: orNull(countFrom1),
  epochs: countFrom1,
  batchSize: countFrom1,
  validationSplit: fraction,
  earlyStopping: object({
    monitor: oneOf(["validationAccuracy"]),
    minDelta: duration,
    patience: count,
    restoreBest: flag,
  }),
  loss: oneOf(["cross-entropy"]),
  hiddenActivation: oneOf(["relu", "tanh"]),
  outputActivation: oneOf(["softmax"]),
  initialValues: oneOf(["published", "sparse"]),
  bias: flag,
  optimizer: oneOf(["adamax", "adam"]),
  learningRate: positive,
  sparsity: optional(fraction),
  engine: optional(oneOf(["tfjs"])),
  phases: optional(
    listOf(
      object({ train: oneOf(["eigenvalues", "eigenvectors"]), epochs: countFrom1, learningRate: positive }),
    ),
  ),
} satisfies FieldsFor<TrainingSettings>;

export const trainingSetting = {
  dataset: oneOf(datasetNames),
  method: oneOf([...methods, "alternating"]),
  hiddenLayers: countFrom1,
  width: countFrom1,
  seed,
  settings: object(settingsFields),
} satisfies FieldsFor<TrainingRun>;

/** What came out of a run. */
export const trainingLine = {
  /** Trained entries without the biases, which every method has and trains alike; as published. */
  trainedParameters: count,
  /** Entries of the kernels of the same network in direct space, without the biases. */
  denseParameters: count,
  /** Trained biases. */
  biases: count,
  /** Fraction of the test set, with the weights that are kept at the end. */
  testAccuracy: fraction,
  /** Fraction of the held-out part of the training set, after the last epoch. */
  validationAccuracy: fraction,
  testLoss: number,
  /** Epochs trained. */
  epochs: countFrom1,
  stopped: text,
  /** Of training; without reading data and testing. */
  seconds: duration,
  /** Name and version of what computed. */
  engine: text,
  /** Validation accuracy after each epoch. */
  history: listOf(fraction),
};

/** What came out of a run. */
export type TrainingResult = FieldsOf<typeof trainingLine>;

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
