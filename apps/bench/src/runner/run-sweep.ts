import { mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { DownloadProgress } from "@reciprocal/datasets";
import type { EpochReport } from "@reciprocal/training";
import { UsageError } from "../usage-error.js";
import { lockFolder } from "./folder-lock.js";
import { nothingToDo, type ProgressView } from "./progress-view.js";
import { openRunLog, type RunLog } from "./run-log.js";
import { runPool } from "./worker-pool.js";

/** Equal for runs that are the same run. */
export interface Keyed {
  readonly key: string;
}

export interface SweepOptions<Run extends Keyed, Line extends Run> {
  /** The first ones begin first: put the long ones there. */
  readonly runs: readonly Run[];
  /** Folder with `runs.jsonl`; made where there is none. */
  readonly out: string;
  /** Checked to be a folder where it is given. */
  readonly dataDir: string | undefined;
  /** Worker processes at most. */
  readonly jobs: number;
  /** The module of a worker: `serveTasks` with runs as tasks and lines as results. */
  readonly worker: URL;
  /** What each worker is given before its first run. */
  setup(tasks: readonly Run[]): unknown;
  /** The lines of this experiment among all lines of a log; throws for one that it cannot use. */
  readLines(lines: RunLog["lines"], path: string): Line[];
  /** Whether a line with the key of a run has all that the run is to bring. Default: yes. */
  readonly isEnough?: (line: Line, run: Run) => boolean;
  /** Called before the first run begins. */
  readonly onPlan?: (tasks: readonly Run[], lines: readonly Line[]) => void;
  readonly view: ProgressView<Run, Line>;
  /** Stops at once: runs in flight are lost. */
  readonly signal: AbortSignal;
}

export interface Failure<Run> {
  readonly run: Run;
  readonly message: string;
}

export interface SweepOutcome<Run, Line> {
  /** Every line of this experiment in the folder, of this command or an earlier one. */
  readonly lines: readonly Line[];
  readonly failures: readonly Failure<Run>[];
}

/**
 * Does the runs that are not yet in `<out>/runs.jsonl` and appends a line for each as it finishes. Stopping at any
 * moment loses no more than the runs in flight.
 *
 * @throws {UsageError} when `dataDir` is not a folder, or `out` cannot be one
 * @throws {Error} when another command works in the folder, the log cannot be read or written, or the first worker
 * cannot be set up, for instance because data are missing
 */
export async function runSweep<Run extends Keyed, Line extends Run>(
  options: SweepOptions<Run, Line>,
): Promise<SweepOutcome<Run, Line>> {
  const { runs, out, dataDir, jobs, view, isEnough = () => true } = options;
  if (dataDir !== undefined) checkDataFolder(dataDir);
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

    options.onPlan?.(tasks, [...lines.values()]);
    const done = runs.length - tasks.length;
    view.begin({ total: runs.length, done, jobs: Math.min(jobs, tasks.length), tasks });
    try {
      await runPool({
        worker: options.worker,
        jobs,
        setup: options.setup(tasks),
        tasks,
        signal: options.signal,
        onSetup: (value) => view.data(value as DownloadProgress),
        onStart: (run, slot) => view.start(run, slot),
        onProgress: (run, slot, value) => view.epoch(run, slot, value as EpochReport),
        onRetry: (run, slot, message) => view.retry(run, slot, message),
        onResult: (_run, slot, value) => {
          const line = value as Line;
          log.append(line);
          lines.set(line.key, line);
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
    return { lines: [...lines.values()], failures };
  } finally {
    unlock();
    if (created && readdirSync(out).length === 0) rmdirSync(out);
  }
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
