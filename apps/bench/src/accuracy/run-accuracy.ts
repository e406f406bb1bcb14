import { join } from "node:path";
import type { DownloadProgress } from "@reciprocal/datasets";
import type { EpochReport } from "@reciprocal/training";
import { openRunLog } from "../run-log.js";
import { runPool } from "../worker-pool.js";
import { accuracyLines, type AccuracyLine } from "./accuracy-line.js";
import type { DataRequest } from "./load-data.js";
import type { AccuracyOptions } from "./options.js";
import type { ProgressView } from "./progress-view.js";
import type { AccuracyRun } from "./run-list.js";

export interface Failure {
  readonly run: AccuracyRun;
  readonly message: string;
}

export interface AccuracyOutcome {
  /** Every line of this experiment in the folder, of this command or an earlier one. */
  readonly lines: readonly AccuracyLine[];
  readonly failures: readonly Failure[];
}

/**
 * Does the runs that are not yet in `<out>/runs.jsonl` and appends a line for each as it finishes. Stopping at any
 * moment loses no more than the runs in flight.
 *
 * @throws {Error} when the log cannot be read or written, or the data cannot be loaded
 */
export async function runAccuracy(
  { runs, jobs, out, dataset, dataDir }: AccuracyOptions,
  view: ProgressView,
  signal: AbortSignal,
): Promise<AccuracyOutcome> {
  const log = openRunLog(join(out, "runs.jsonl"));
  if (log.repair !== "none") view.note(`${log.path}: ${log.repair}`);
  const lines = accuracyLines(log.lines);
  const done = new Set(lines.map((line) => line.key));
  const tasks = runs.filter((run) => !done.has(run.key));
  const failures: Failure[] = [];
  if (tasks.length === 0) return { lines, failures };

  const { trainSamples, testSamples } = tasks[0]!.settings;
  const setup: DataRequest = { dataset, dataDir, trainSamples, testSamples };
  view.begin({ total: runs.length, done: runs.length - tasks.length, jobs: Math.min(jobs, tasks.length) });
  try {
    await runPool({
      worker: new URL("./worker.js", import.meta.url),
      jobs,
      setup,
      tasks,
      signal,
      onSetup: (value) => view.data(value as DownloadProgress),
      onStart: (run, slot) => view.start(run, slot),
      onProgress: (run, slot, value) => view.epoch(run, slot, value as EpochReport),
      onResult: (run, slot, value) => {
        const line = value as AccuracyLine;
        log.append(line);
        lines.push(line);
        view.finish(line, slot);
      },
      onFailure: (run, slot, message) => {
        failures.push({ run, message });
        view.fail(run, slot, message);
      },
    });
  } finally {
    view.end();
  }
  return { lines, failures };
}
