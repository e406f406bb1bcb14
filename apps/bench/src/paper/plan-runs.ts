import type { Experiment } from "./experiment.js";
import type { Choice, PaperRun } from "./paper-run.js";
import { runCost } from "./run-cost.js";

/** The runs of some experiments, each once, those that take longest first: so worker processes end at about the same time. */
export function planRuns(experiments: readonly Experiment[], choice: Choice): PaperRun[] {
  const byKey = new Map<string, PaperRun>();
  for (const run of experiments.flatMap((experiment) => experiment.runs(choice))) {
    // of runs with the same key, the one that keeps more
    if (!byKey.has(run.key) || run.keepSpectra === true) byKey.set(run.key, run);
  }
  const cost = new Map([...byKey.values()].map((run) => [run, runCost(run)]));
  return [...cost.keys()].sort((a, b) => cost.get(b)! - cost.get(a)!);
}
