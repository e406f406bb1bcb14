import type { SpeedMethod } from "../speed/speed-subject.js";
import type { HeldLoad } from "./hold-load.js";

/** One way to predict with one network. */
export interface PredictMeasurement {
  readonly subject: string;
  readonly method: SpeedMethod;
  /** Layer sizes, such as `784-500-10`. */
  readonly network: string;
  /** Samples per call. */
  readonly samples: number;
  /** Median over the repeats. */
  readonly microseconds: number;
  readonly fastestMicroseconds: number;
  /** `microseconds` by those of the session of ONNX Runtime. */
  readonly toSession: number;
}

/** The event loop while many ask at once. */
export interface PauseMeasurement {
  readonly subject: string;
  readonly method: SpeedMethod;
  readonly network: string;
  /** Calls of one sample at once. */
  readonly calls: number;
  /** Median over the repeats of the longest time without a turn. */
  readonly longestPauseMilliseconds: number;
  /** Median until all had their answers. */
  readonly milliseconds: number;
  /** Median of one call with as many samples. */
  readonly oneBatchMilliseconds: number;
}

export interface LoadMeasurement extends HeldLoad {
  readonly subject: string;
  readonly method: SpeedMethod;
  readonly network: string;
  readonly connections: number;
}

/** What `bench predict --json` prints. */
export interface PredictReport {
  readonly experiment: "predict";
  readonly measurements: readonly PredictMeasurement[];
  readonly pauses: readonly PauseMeasurement[];
  readonly loads: readonly LoadMeasurement[];
  /** How to read the numbers. */
  readonly notes: readonly string[];
  readonly settings: Readonly<Record<string, number>>;
  readonly machine: { readonly cpu: string; readonly cores: number; readonly loadAverage: number };
  readonly versions: Readonly<Record<string, string>>;
}

export const predictNotes: readonly string[] = [
  "One thread each. Outputs were found equal before anything was timed. Repeats take turns; times are medians. No input is zero; " +
    "createPlainPredictor leaves inputs of zero out and is faster on images that are mostly black.",
  "The server runs in one thread and the load in another: on a machine of few cores they are in each other's way.",
];
