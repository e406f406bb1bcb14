import { datasetNames, type DatasetName, type TrainingSettings } from "@reciprocal/published";
import type { Line } from "../../experiment.js";
import {
  count,
  countFrom1,
  duration,
  type FieldsFor,
  type FieldsOf,
  fraction,
  listOf,
  number,
  object,
  oneOf,
  positive,
  seed,
  text,
} from "../../fields.js";
import { settingsFields } from "../../train/training-run.js";
import { tasks, type Task } from "./shift-images.js";

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

/** One dense network, trained and then adapted to every task by every method. */
export interface AdaptRun {
  readonly dataset: DatasetName;
  readonly tasks: readonly Task[];
  readonly methods: readonly AdaptMethod[];
  /** Hidden nodes. */
  readonly width: number;
  /** Decides initial values and the order of the samples. */
  readonly seed: number;
  readonly settings: TrainingSettings & {
    /** Tried by every method on every task; validation accuracy chooses. */
    readonly adaptationLearningRates: readonly number[];
    readonly rotationDegrees: number;
  };
}

export const adaptSetting = {
  dataset: oneOf(datasetNames),
  tasks: listOf(oneOf(tasks)),
  methods: listOf(oneOf(methods)),
  width: countFrom1,
  seed,
  settings: object({ ...settingsFields, adaptationLearningRates: listOf(positive), rotationDegrees: number }),
} satisfies FieldsFor<AdaptRun>;

/** The network of a run, adapted to one task by one method. */
const point = object({
  task: oneOf(tasks),
  method: oneOf(methods),
  /** The rate with the highest validation accuracy on the task. */
  learningRate: positive,
  validationAccuracy: fraction,
  /** Fraction of the shifted test set, before the network is adapted. */
  accuracyBefore: fraction,
  /** The same of the adapted network. */
  testAccuracy: fraction,
  /** Biases included. */
  trainedNumbers: count,
  /** Length of what `diffNetworks` makes. */
  patchBytes: count,
  /** Length of what `encodeNetwork` makes of the adapted network. */
  networkBytes: count,
  /** Of the training at the rate that was chosen. */
  epochs: countFrom1,
  seconds: duration,
});

export const adaptFields = {
  /** Of the network before it is adapted, on the original test set. */
  originalAccuracy: fraction,
  points: listOf(point),
  /** Of all trainings, at every rate. */
  seconds: duration,
  engine: text,
};

export type AdaptLine = Line<AdaptRun, typeof adaptFields>;
export type AdaptResult = FieldsOf<typeof adaptFields>;
export type AdaptPoint = AdaptLine["points"][number];
