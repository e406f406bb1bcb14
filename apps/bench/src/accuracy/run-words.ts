import type { RunWords } from "../runner/progress-view.js";
import { describeTrainingRun } from "../train/training-run.js";
import type { AccuracyLine } from "./accuracy-line.js";
import type { AccuracyRun } from "./run-list.js";

/** What the progress of this experiment says. */
export const accuracyWords: RunWords<AccuracyRun, AccuracyLine> = {
  describe: describeTrainingRun,
  result: ({ testAccuracy, epochs, seconds }) =>
    `test accuracy ${testAccuracy.toFixed(4)} after ${epochs} epochs, ${seconds.toFixed(1)} s`,
  epochs: (run) => run.settings.epochs,
};
