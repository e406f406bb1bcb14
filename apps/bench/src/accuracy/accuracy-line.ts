import type { AccuracyRun } from "./run-list.js";

/** One line of `runs.jsonl`: a run and what came out. */
export interface AccuracyLine extends AccuracyRun {
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

const numbers = [
  "hiddenLayers",
  "width",
  "seed",
  "trainedParameters",
  "denseParameters",
  "testAccuracy",
  "validationAccuracy",
  "epochs",
  "seconds",
] as const;

/**
 * The lines of this experiment among all lines of a log, one per key (the first).
 *
 * @throws {Error} when a line of this experiment lacks a field or has a number that is not finite
 */
export function accuracyLines(lines: readonly Readonly<Record<string, unknown>>[]): AccuracyLine[] {
  const byKey = new Map<string, AccuracyLine>();
  lines.forEach((line, index) => {
    if (line.experiment !== "accuracy") return;
    const wrong = numbers.find((name) => !Number.isFinite(line[name]));
    if (wrong !== undefined) {
      throw new Error(`line ${index + 1}: ${wrong} must be a number, got ${JSON.stringify(line[wrong])}`);
    }
    for (const name of ["key", "dataset", "method", "engine"]) {
      if (typeof line[name] !== "string") {
        throw new Error(`line ${index + 1}: ${name} must be a word, got ${JSON.stringify(line[name])}`);
      }
    }
    if (typeof line.settings !== "object" || line.settings === null) {
      throw new Error(`line ${index + 1}: settings must be an object, got ${JSON.stringify(line.settings)}`);
    }
    const whole = line as unknown as AccuracyLine;
    if (!byKey.has(whole.key)) byKey.set(whole.key, whole);
  });
  return [...byKey.values()];
}
