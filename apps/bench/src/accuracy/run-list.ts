import {
  publishedLearningRates,
  publishedSettings,
  type AccuracySettings,
  type DatasetName,
  type Method,
} from "../published-settings.js";
import { runKey } from "../runner/run-key.js";

/** One training run, as data: everything that decides its result. */
export interface AccuracyRun {
  readonly experiment: "accuracy";
  /** Hash of all the other fields. */
  readonly key: string;
  readonly dataset: DatasetName;
  readonly method: Method;
  /** Number of hidden layers, each of `width` nodes. */
  readonly hiddenLayers: number;
  readonly width: number;
  /** Decides initial values and the order of the samples. */
  readonly seed: number;
  readonly settings: AccuracySettings;
}

export interface RunListOptions {
  readonly dataset: DatasetName;
  readonly hiddenLayers: number;
  readonly widths: readonly number[];
  readonly methods: readonly Method[];
  readonly seeds: readonly number[];
  /** What departs from the published settings. */
  readonly changes?: Partial<Omit<AccuracySettings, "learningRate">>;
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

/** `s-qr 200-200, seed 1`: a run in a few characters. */
export function describeRun({ method, hiddenLayers, width, seed }: AccuracyRun): string {
  return `${method} ${Array<number>(hiddenLayers).fill(width).join("-")}, seed ${seed}`;
}
