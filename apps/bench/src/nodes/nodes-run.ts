import { runKey } from "../runner/run-key.js";
import type { DatasetName } from "../published-settings.js";

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
  "pre-training-random": "likewise, but the nodes are removed at random",
  "post-training": "all trained, then nodes removed by their eigenvalues",
  "post-training-random": "the same trained network, but the nodes are removed at random",
  incoming: "dense network trained, then nodes removed by their incoming weights",
  "incoming-tuned": "likewise, and what is left trained once more, as long as before",
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

/** These rates, epochs and initial values are ours, not the publication's; the same for all data sets. */
export const nodesSettings: NodesSettings = {
  trainSamples: null,
  testSamples: null,
  epochs: 30,
  eigenvalueEpochs: 10,
  batchSize: 200,
  optimizer: "adam",
  learningRate: 0.001,
  eigenvalueLearningRate: 0.01,
  schedule: "cosine",
  hiddenActivation: "relu",
  phi: "glorot-normal",
};

/** One network, pruned by one strategy to several sizes. */
export interface NodesRun {
  readonly experiment: "nodes";
  /** Hash of all the other fields. */
  readonly key: string;
  readonly dataset: DatasetName;
  readonly strategy: Strategy;
  /** Hidden nodes before any goes. */
  readonly width: number;
  /** Decides initial values, the order of the samples, and what goes at random. */
  readonly seed: number;
  /** Per cent of the hidden nodes, ascending, 0 first. */
  readonly removed: readonly number[];
  readonly settings: NodesSettings;
}

export interface NodesRunOptions {
  readonly dataset: DatasetName;
  readonly strategies: readonly Strategy[];
  readonly width: number;
  readonly seeds: readonly number[];
  readonly removed: readonly number[];
  readonly changes?: Partial<NodesSettings>;
}

/** Every combination of seed and strategy; the whole network is always among the sizes. */
export function nodesRuns({
  dataset,
  strategies: chosen,
  width,
  seeds,
  removed,
  changes = {},
}: NodesRunOptions): NodesRun[] {
  const ascending = [...new Set([0, ...removed])].sort((a, b) => a - b);
  return seeds.flatMap((seed) =>
    chosen.map((strategy) => {
      const settings = { ...nodesSettings, ...changes };
      const run = {
        experiment: "nodes",
        dataset,
        strategy,
        width,
        seed,
        removed: ascending,
        settings,
      } as const;
      return { ...run, key: runKey(run) };
    }),
  );
}

/** `pre-training 500, seed 1`: a run in a few characters. */
export function describeNodesRun({ strategy, width, seed }: NodesRun): string {
  return `${strategy} ${width}, seed ${seed}`;
}

/** Epochs of all trainings of a run, the whole network and each smaller one. */
export function nodesEpochs({ strategy, removed, settings }: NodesRun): number {
  const { epochs, eigenvalueEpochs } = settings;
  if (strategy.startsWith("pre-training")) return eigenvalueEpochs + removed.length * epochs;
  return strategy === "incoming-tuned" ? removed.length * epochs : epochs;
}
