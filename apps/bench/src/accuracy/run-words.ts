import type { RunWords } from "../runner/progress-view.js";
import type { AccuracyLine } from "./accuracy-line.js";
import { describeRun, type AccuracyRun } from "./run-list.js";

/** What the progress of this experiment says. */
export const accuracyWords: RunWords<AccuracyRun, AccuracyLine> = {
  describe: describeRun,
  result: ({ testAccuracy, epochs, seconds }) =>
    `test accuracy ${testAccuracy.toFixed(4)} after ${epochs} epochs, ${seconds.toFixed(1)} s`,
  epochs: (run) => run.settings.epochs,
};
