import { datasetNames, methods } from "../published-settings.js";
import { runKey } from "../runner/run-key.js";
import type { TrainingResult } from "../train/training-run.js";
import type { AccuracyRun } from "./run-list.js";

/** What other programs need not write. */
type Optional = "biases" | "testLoss" | "stopped" | "history" | "versions" | "finishedAt";

/** One line of `runs.jsonl`: a run and what came out. */
export interface AccuracyLine
  extends AccuracyRun, Omit<TrainingResult, Optional>, Partial<Pick<TrainingResult, Optional>> {}

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

/** Fields that are words, and which. */
const words: Readonly<Record<string, readonly string[] | undefined>> = {
  dataset: datasetNames,
  method: methods,
  engine: undefined,
};

/** The settings that the report reads by name. */
const shownSettings: readonly (keyof AccuracyRun["settings"])[] = [
  "epochs",
  "trainSamples",
  "testSamples",
  "batchSize",
  "validationSplit",
  "earlyStopping",
  "learningRate",
];

/**
 * The lines of this experiment among all lines of a log, one per key (the first). A line without a key gets the one
 * that its run has.
 *
 * @throws {Error} when a line of this experiment lacks a field, has a number that is not finite, or names a data set or
 * method that is not known; says where, after `path`
 */
export function accuracyLines(
  lines: readonly Readonly<Record<string, unknown>>[],
  path: string,
): AccuracyLine[] {
  const byKey = new Map<string, AccuracyLine>();
  lines.forEach((line, index) => {
    if (line.experiment !== "accuracy") return;
    const where = `${path}: line ${index + 1}`;
    const wrong = numbers.find((name) => !Number.isFinite(line[name]));
    if (wrong !== undefined) {
      throw new Error(`${where}: ${wrong} must be a number, got ${JSON.stringify(line[wrong])}`);
    }
    for (const [name, known] of Object.entries(words)) {
      const word = line[name];
      if (typeof word === "string" && (known === undefined || known.includes(word))) continue;
      const needed = known === undefined ? "a word" : `one of ${known.join(", ")}`;
      throw new Error(`${where}: ${name} must be ${needed}, got ${JSON.stringify(word)}`);
    }
    if (typeof line.settings !== "object" || line.settings === null) {
      throw new Error(`${where}: settings must be an object, got ${JSON.stringify(line.settings)}`);
    }
    const settings = line.settings as Readonly<Record<string, unknown>>;
    const missing = shownSettings.find((name) => settings[name] === undefined);
    if (missing !== undefined) throw new Error(`${where}: settings must have ${missing}, got none`);
    const whole = withKey(line as unknown as AccuracyLine);
    if (!byKey.has(whole.key)) byKey.set(whole.key, whole);
  });
  return [...byKey.values()];
}

function withKey(line: AccuracyLine): AccuracyLine {
  if (typeof line.key === "string") return line;
  const { experiment, dataset, method, hiddenLayers, width, seed, settings } = line;
  const key = runKey({ experiment, dataset, method, hiddenLayers, width, seed, settings });
  return { ...line, key };
}
