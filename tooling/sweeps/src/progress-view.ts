import { MultiBar, type SingleBar } from "cli-progress";
import type { EpochProgress, FetchProgress } from "./progress.js";

/** Shows a sweep while it runs. */
export interface ProgressView<Run, Line> {
  /** Before the sweep begins, or in place of it. */
  note(text: string): void;
  begin(sweep: Sweep<Run>): void;
  data(progress: FetchProgress): void;
  start(run: Run, slot: number): void;
  epoch(run: Run, slot: number, progress: EpochProgress): void;
  /** A run whose process died begins again. */
  retry(run: Run, slot: number, message: string): void;
  finish(line: Line, slot: number): void;
  /** With a stack, says where it was thrown. */
  fail(run: Run, slot: number, message: string, stack?: string): void;
  end(): void;
}

export interface Sweep<Run> {
  readonly total: number;
  readonly done: number;
  readonly jobs: number;
  /** Those that are to be done. */
  readonly tasks: readonly Run[];
}

/** How an experiment speaks of its runs. */
export interface RunWords<Run, Line> {
  describe(run: Run): string;
  /** What came out, in a line. */
  result(line: Line): string;
  /** Maximum number of epochs. */
  epochs(run: Run): number;
  /** How long a run takes, in any unit; with it, the time that is left is shown. */
  readonly cost?: (run: Run) => number;
}

/** Live bars on a terminal, plain lines elsewhere: cursor codes have no place in a file. */
export function progressView<Run, Line extends Run>(
  stream: NodeJS.WriteStream,
  words: RunWords<Run, Line>,
): ProgressView<Run, Line> {
  return stream.isTTY && process.env.TERM !== "dumb" ? liveView(stream, words) : plainView(stream, words);
}

/** One line per event that matters later: which lines were there, what was fetched, finished or failed. */
export function plainView<Run, Line extends Run>(
  stream: { write(text: string): unknown },
  words: RunWords<Run, Line>,
): ProgressView<Run, Line> {
  const print = (text: string) => void stream.write(`${text}\n`);
  const fetched = new Set<string>();
  const clock = timeLeft(words.cost);
  let [total, ended] = [0, 0];
  const count = (run: Run, text: string) => {
    clock.end(run);
    print(`[${++ended}/${total}] ${text}${clock.left()}`);
  };
  return {
    note: print,
    begin(sweep) {
      ({ total, done: ended } = sweep);
      clock.begin(sweep.tasks);
      print(beginning(sweep));
    },
    data({ file, url }) {
      if (!fetched.has(url)) print(`fetching ${file} from ${url}`);
      fetched.add(url);
    },
    start() {},
    epoch() {},
    retry: (run, _slot, message) => print(again(words.describe(run), message)),
    finish: (line) => count(line, `${words.describe(line)}: ${words.result(line)}`),
    fail(run, _slot, message, stack) {
      count(run, failed(words.describe(run), message));
      if (stack !== undefined) print(frames(stack));
    },
    end() {},
  };
}

/** A bar for the sweep and one per process, with finished runs scrolling above them. */
function liveView<Run, Line extends Run>(
  stream: NodeJS.WriteStream,
  words: RunWords<Run, Line>,
): ProgressView<Run, Line> {
  const bars = new MultiBar({
    stream,
    format: "{name} {bar} {value}/{total} {detail}",
    barsize: 24,
    barCompleteChar: "█",
    barIncompleteChar: "░",
    hideCursor: true,
    clearOnComplete: true,
    stopOnComplete: false,
    linewrap: false,
    gracefulExit: false, // Ctrl-C is handled where the sweep is
  });
  const print = (text: string) => void bars.log(`${text}\n`);
  const clock = timeLeft(words.cost);
  let width = 26;
  let sweepBar: SingleBar | undefined;
  const slots = new Map<number, SingleBar>();
  const ended = (run: Run) => {
    clock.end(run);
    sweepBar?.increment(1, { detail: clock.left().replace(/^, /, "") });
  };
  return {
    note: (text) => void stream.write(`${text}\n`), // the bars would hold it back until they are drawn
    begin(sweep) {
      clock.begin(sweep.tasks);
      width = Math.max(width, ...sweep.tasks.map((run) => words.describe(run).length));
      print(beginning(sweep));
      sweepBar = bars.create(sweep.total, sweep.done, { name: "all runs".padEnd(width), detail: "" });
    },
    data({ file, receivedBytes, totalBytes }) {
      const part = totalBytes > 0 ? ` ${Math.floor((100 * receivedBytes) / totalBytes)} %` : "";
      sweepBar?.update({ detail: `fetching ${file}${part}` });
    },
    start(run, slot) {
      sweepBar?.update({ detail: clock.left().replace(/^, /, "") });
      const name = words.describe(run).padEnd(width);
      const bar = slots.get(slot) ?? bars.create(words.epochs(run), 0, { name, detail: "" });
      bar.setTotal(words.epochs(run));
      bar.update(0, { name, detail: "epochs" });
      slots.set(slot, bar);
    },
    epoch(_run, slot, { epoch, validationAccuracy }) {
      slots
        .get(slot)
        ?.update(epoch, { detail: `epochs, validation ${validationAccuracy?.toFixed(4) ?? "–"}` });
    },
    retry: (run, _slot, message) => print(again(words.describe(run), message)),
    finish(line) {
      print(`${words.describe(line)}: ${words.result(line)}`);
      ended(line);
    },
    fail(run, _slot, message, stack) {
      print(failed(words.describe(run), message));
      if (stack !== undefined) print(frames(stack));
      ended(run);
    },
    end() {
      bars.update(); // writes what is still to scroll by, which stop would drop
      bars.stop();
    },
  };
}

/** Follows a sweep by the cost of its runs: what is left takes as long per cost as what has ended. */
function timeLeft<Run>(cost: ((run: Run) => number) | undefined) {
  let [started, open, ended] = [0, 0, 0];
  return {
    begin(runs: readonly Run[]) {
      started = performance.now();
      open = cost === undefined ? 0 : runs.reduce((sum, run) => sum + cost(run), 0);
    },
    end(run: Run) {
      if (cost === undefined) return;
      ended += cost(run);
      open -= cost(run);
    },
    /** `, about 2 h 5 min left`, or nothing where nothing is known. */
    left(): string {
      if (ended === 0 || open <= 0) return "";
      return `, about ${duration(((performance.now() - started) / 1000 / ended) * open)} left`;
    },
  };
}

/** `2 h 5 min`, `4 min` or `30 s` */
export function duration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  const hours = Math.floor(minutes / 60);
  return hours === 0 ? `${minutes} min` : `${hours} h ${minutes % 60} min`;
}

function beginning({ total, done, jobs }: Omit<Sweep<unknown>, "tasks">): string {
  const there = done === 0 ? "" : `, ${done} of them already there`;
  return `${runCount(total)}${there}; ${jobs} at a time`;
}

/** For a sweep that has nothing to do. */
export function nothingToDo(total: number, path: string): string {
  return `${runCount(total)}, ${total === 1 ? "" : "all "}already there (${path})`;
}

function runCount(total: number): string {
  return `${total} ${total === 1 ? "run" : "runs"}`;
}

function again(run: string, message: string): string {
  return `${run}: ${message}; it begins again`;
}

/** A stack without the message, which is said already. */
function frames(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => /^\s+at /.test(line))
    .join("\n");
}

function failed(run: string, message: string): string {
  return `${run} FAILED: ${message}`;
}
