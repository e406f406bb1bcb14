import { datasetNames, type DatasetName } from "@reciprocal/published";
import type { Line } from "../../experiment.js";
import {
  count,
  countFrom1,
  duration,
  type FieldsFor,
  type FieldsOf,
  fraction,
  listOf,
  object,
  oneOf,
  orNull,
  percentage,
  positive,
  seed,
  text,
} from "../../fields.js";

/**
 * Ways to get rid of hidden nodes. `pre-training` and `post-training` are those of arXiv:2108.00940, on spectral networks
 * with one set of eigenvalues; `incoming`, its rival, ranks the nodes of a dense network by their incoming weights.
 */
export const strategies = [
  "pre-training",
  "pre-training-random",
  "post-training",
  "post-training-random",
  "incoming",
  "incoming-tuned",
  "random",
] as const;
export type Strategy = (typeof strategies)[number];

/** What each of them does, for reports. */
export const strategyTexts: Readonly<Record<Strategy, string>> = {
  "pre-training": "eigenvalues trained alone, nodes removed by them, then all trained",
  "pre-training-random": "the same, but the nodes are removed at random",
  "post-training": "all trained, then nodes removed by their eigenvalues",
  "post-training-random": "the same trained network, but the nodes are removed at random",
  incoming: "dense network trained, then nodes removed by their incoming weights",
  "incoming-tuned": "the same, and what is left trained once more, as long as before",
  random: "dense network trained, then nodes removed at random",
};

/** What a run trains with. */
export interface NodesSettings {
  /** Training samples used, the first of the set; null means all. */
  readonly trainSamples: number | null;
  readonly testSamples: number | null;
  /** Of every training but that of the eigenvalues alone. */
  readonly epochs: number;
  /** Of the eigenvalues alone. */
  readonly eigenvalueEpochs: number;
  readonly batchSize: number;
  readonly optimizer: "adam";
  readonly learningRate: number;
  readonly eigenvalueLearningRate: number;
  /** How the learning rate falls, in every training. */
  readonly schedule: "cosine";
  readonly hiddenActivation: "relu";
  /** How φ starts: normal, with the deviation √(2 / (n + m)) of Glorot's. λ_out starts from U(−0.5, 0.5), λ_in stays 0. */
  readonly phi: "glorot-normal";
}

/** One network, pruned by one strategy to several sizes. */
export interface NodesRun {
  readonly dataset: DatasetName;
  readonly strategy: Strategy;
  /** Hidden nodes before any is removed. */
  readonly width: number;
  /** Decides initial values, the order of the samples, and what is removed at random. */
  readonly seed: number;
  /** Percentages of the hidden nodes, ascending, 0 first. */
  readonly removed: readonly number[];
  readonly settings: NodesSettings;
}

export const nodesSetting = {
  dataset: oneOf(datasetNames),
  strategy: oneOf(strategies),
  width: countFrom1,
  seed,
  removed: listOf(percentage),
  settings: object({
    trainSamples: orNull(countFrom1),
    testSamples: orNull(countFrom1),
    epochs: countFrom1,
    eigenvalueEpochs: countFrom1,
    batchSize: countFrom1,
    optimizer: oneOf(["adam"]),
    learningRate: positive,
    eigenvalueLearningRate: positive,
    schedule: oneOf(["cosine"]),
    hiddenActivation: oneOf(["relu"]),
    phi: oneOf(["glorot-normal"]),
  } satisfies FieldsFor<NodesSettings>),
} satisfies FieldsFor<NodesRun>;

/** One size of a pruned network. */
const point = object({
  /** Percentage of the hidden nodes that were to be removed. */
  removed: percentage,
  hiddenNodes: count,
  /** Fraction of the test set. */
  testAccuracy: fraction,
  /** Kernels and biases in direct space, as float32. */
  denseBytes: count,
  /** Arrays of the network as it is stored, seeds in place of frozen numbers. */
  storedBytes: count,
  multiplyAdds: count,
  /** Median over rounds in which this network and the whole one took turns, in direct space, of one training step. */
  stepMilliseconds: duration,
  wholeStepMilliseconds: duration,
  /** The same of answering 5,000 samples, compiling included. */
  answerMilliseconds: duration,
  wholeAnswerMilliseconds: duration,
});

export const nodesFields = {
  points: listOf(point),
  /** Of all trainings. */
  seconds: duration,
  engine: text,
};

export type NodesLine = Line<NodesRun, typeof nodesFields>;
export type NodesResult = FieldsOf<typeof nodesFields>;
export type NodesPoint = NodesLine["points"][number];
