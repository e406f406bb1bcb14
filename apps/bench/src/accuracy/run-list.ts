import {
  publishedLearningRates,
  publishedSettings,
  type TrainingSettings,
  type DatasetName,
  type Method,
} from "../published-settings.js";
import { runKey } from "../runner/run-key.js";
import type { TrainingRun } from "../train/training-run.js";

/** One run of this experiment. */
export interface AccuracyRun extends TrainingRun {
  readonly experiment: "accuracy";
  /** Hash of all the other fields. */
  readonly key: string;
  readonly method: Method;
}

export interface RunListOptions {
  readonly dataset: DatasetName;
  readonly hiddenLayers: number;
  readonly widths: readonly number[];
  readonly methods: readonly Method[];
  readonly seeds: readonly number[];
  /** What departs from the published settings. */
  readonly changes?: Partial<Omit<TrainingSettings, "learningRate">>;
}

/**
 * Every combination of width, seed and method, the widest networks first: the long runs do not start last, so that
 * worker processes end at about the same time.
 */
export function accuracyRuns({
  dataset,
  hiddenLayers,
  widths,
  methods,
  seeds,
  changes = {},
}: RunListOptions): AccuracyRun[] {
  const descending = [...widths].sort((a, b) => b - a);
  return descending.flatMap((width) =>
    seeds.flatMap((seed) =>
      methods.map((method) => {
        const learningRate = publishedLearningRates[dataset][method];
        const settings = { ...publishedSettings, ...changes, learningRate };
        const run = { experiment: "accuracy", dataset, method, hiddenLayers, width, seed, settings } as const;
        return { ...run, key: runKey(run) };
      }),
    ),
  );
}
