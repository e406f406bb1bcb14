import { mkdirSync, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { lockFolder } from "./folder-lock.js";
import { nothingToDo, type ProgressView } from "./progress-view.js";
import type { EpochProgress, FetchProgress } from "./progress.js";
import { openRunLog, type LogLine } from "./run-log.js";
import { UsageError } from "./usage-error.js";
import { runPool } from "./worker-pool.js";

/** Runs with the same key are the same run. */
export interface Keyed {
  readonly key: string;
}

export interface SweepOptions<Run extends Keyed, Line extends Run> {
  /** They begin in this order: put the long ones first. */
  readonly runs: readonly Run[];
  /** Folder with `runs.jsonl`; made if there is none. */
  readonly out: string;
  /** Maximum number of worker processes. */
  readonly jobs: number;
  /** The module of a worker: `serveTasks` with runs as tasks and lines as results. */
  readonly worker: URL;
  /** What each worker is given before its first run. */
  setup(tasks: readonly Run[]): unknown;
  /** Checks the lines of a log and gives those that belong to this sweep. */
  readLines(lines: readonly LogLine[], path: string): Line[];
  /** Whether a line with the key of a run has everything that the run asks for. Default: yes. */
  readonly isEnough?: (line: Line, run: Run) => boolean;
  /** Called before the first run begins. */
  readonly onPlan?: (tasks: readonly Run[], lines: readonly Line[]) => void | Promise<void>;
  readonly view: ProgressView<Run, Line>;
  /** Stops at once: runs in flight are lost. */
  readonly signal: AbortSignal;
}

export interface Failure<Run> {
  readonly run: Run;
  readonly message: string;
}

export interface SweepOutcome<Run, Line> {
  /** Every line in the folder, of this command or an earlier one. */
  readonly lines: readonly Line[];
  readonly failures: readonly Failure<Run>[];
}

/**
 * Does the runs that are not yet in `<out>/runs.jsonl` and appends a line for each as it finishes. A stop at any time
 * loses at most the runs in flight.
 *
 * @throws {UsageError} if `out` cannot be a folder
 * @throws {Error} if another command works in the folder, the log cannot be read or written, or the first worker
 * cannot be set up, for instance because data are missing
 */
export async function runSweep<Run extends Keyed, Line extends Run>(
  options: SweepOptions<Run, Line>,
): Promise<SweepOutcome<Run, Line>> {
  const { runs, out, jobs, view, isEnough = () => true } = options;
  const created = makeFolder(out);
  const unlock = lockFolder(out);
  try {
    const log = openRunLog(join(out, "runs.jsonl"));
    if (log.repair !== "none") view.note(`${log.path}: ${log.repair}`);
    const lines = new Map(options.readLines(log.lines, log.path).map((line) => [line.key, line]));
    const tasks = runs.filter((run) => {
      const line = lines.get(run.key);
      return line === undefined || !isEnough(line, run);
    });
    const failures: Failure<Run>[] = [];
    if (tasks.length === 0) {
      view.note(nothingToDo(runs.length, log.path));
      return { lines: [...lines.values()], failures };
    }

    await options.onPlan?.(tasks, [...lines.values()]);
    const done = runs.length - tasks.length;
    view.begin({ total: runs.length, done, jobs: Math.min(jobs, tasks.length), tasks });
    try {
      await runPool({
        worker: options.worker,
        jobs,
        setup: options.setup(tasks),
        tasks,
        signal: options.signal,
        onSetup: (value) => view.data(value as FetchProgress),
        onStart: (run, slot) => view.start(run, slot),
        onProgress: (run, slot, value) => view.epoch(run, slot, value as EpochProgress),
        onRetry: (run, slot, message) => view.retry(run, slot, message),
        onResult: (_run, slot, value) => {
          const line = value as Line;
          log.append(line);
          lines.set(line.key, line);
          view.finish(line, slot);
        },
        onFailure: (run, slot, message, stack) => {
          failures.push({ run, message });
          view.fail(run, slot, message, failures.length === 1 ? stack : undefined); // often all fail alike
        },
      });
    } finally {
      view.end();
    }
    return { lines: [...lines.values()], failures };
  } finally {
    unlock();
    if (created && readdirSync(out).length === 0) rmdirSync(out);
  }
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
