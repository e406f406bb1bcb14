import { mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DownloadProgress } from "@reciprocal/datasets";
import type { EpochReport } from "@reciprocal/training";
import { openRunLog } from "../run-log.js";
import { UsageError } from "../usage-error.js";
import { runPool } from "../worker-pool.js";
import { accuracyLines, type AccuracyLine } from "./accuracy-line.js";
import type { DataRequest } from "./load-data.js";
import type { AccuracyOptions } from "./options.js";
import { nothingToDo, type ProgressView } from "./progress-view.js";
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
 * @throws {UsageError} when `dataDir` is not a folder, or `out` cannot be one
 * @throws {Error} when the log cannot be read or written, or the data cannot be loaded
 */
export async function runAccuracy(
  { runs, jobs, out, dataset, dataDir }: AccuracyOptions,
  view: ProgressView,
  signal: AbortSignal,
): Promise<AccuracyOutcome> {
  if (dataDir !== undefined) checkDataFolder(dataDir);
  const created = makeFolder(out);
  const log = openRunLog(join(out, "runs.jsonl"));
  if (log.repair !== "none") view.note(`${log.path}: ${log.repair}`);
  const lines = accuracyLines(log.lines, log.path);
  const done = new Set(lines.map((line) => line.key));
  const tasks = runs.filter((run) => !done.has(run.key));
  const failures: Failure[] = [];
  if (tasks.length === 0) {
    view.note(nothingToDo(runs.length, log.path));
    return { lines, failures };
  }

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
  } catch (error) {
    if (created && readdirSync(out).length === 0) rmdirSync(out);
    throw error;
  } finally {
    view.end();
  }
  return { lines, failures };
}

function checkDataFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) throw new UsageError(`--data-dir: the folder ${path} does not exist`);
  if (!found.isDirectory()) throw new UsageError(`--data-dir: ${path} is not a folder`);
}

/** Whether it was made just now. */
function makeFolder(path: string): boolean {
  try {
    return mkdirSync(path, { recursive: true }) !== undefined;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--out: cannot make the folder ${path}: ${reason}`);
  }
}
