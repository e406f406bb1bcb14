import { requestOfFirst } from "../runner/load-data.js";
import type { ProgressView } from "../runner/progress-view.js";
import { runSweep, type SweepOutcome } from "../runner/run-sweep.js";
import { accuracyLines, type AccuracyLine } from "./accuracy-line.js";
import type { AccuracyOptions } from "./options.js";
import type { AccuracyRun } from "./run-list.js";

/**
 * Does the runs that are not yet in `<out>/runs.jsonl`.
 *
 * @throws what `runSweep` throws
 */
export async function runAccuracy(
  { runs, jobs, out, dataset, dataDir }: AccuracyOptions,
  view: ProgressView<AccuracyRun, AccuracyLine>,
  signal: AbortSignal,
): Promise<SweepOutcome<AccuracyRun, AccuracyLine>> {
  return runSweep({
    runs,
    out,
    dataDir,
    jobs,
    worker: new URL("./worker.js", import.meta.url),
    setup: requestOfFirst({ dataset, dataDir }),
    readLines: accuracyLines,
    view,
    signal,
  });
}
