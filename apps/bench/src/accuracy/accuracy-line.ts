import { methods } from "../published-settings.js";
import { runKey } from "../runner/run-key.js";
import { checkTrainingLine } from "../train/check-training-line.js";
import type { TrainingResult } from "../train/training-run.js";
import type { AccuracyRun } from "./run-list.js";

/** What other programs need not write. */
type Optional = "biases" | "testLoss" | "stopped" | "history" | "versions" | "finishedAt";

/** One line of `runs.jsonl`: a run and what came out. */
export interface AccuracyLine
  extends AccuracyRun, Omit<TrainingResult, Optional>, Partial<Pick<TrainingResult, Optional>> {}

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
    checkTrainingLine(line, methods, `${path}: line ${index + 1}`);
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
