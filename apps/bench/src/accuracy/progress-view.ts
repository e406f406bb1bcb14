import type { DownloadProgress } from "@reciprocal/datasets";
import type { EpochReport } from "@reciprocal/training";
import { MultiBar, type SingleBar } from "cli-progress";
import type { AccuracyLine } from "./accuracy-line.js";
import { describeRun, type AccuracyRun } from "./run-list.js";

/** Shows a sweep while it runs. */
export interface ProgressView {
  /** Before the sweep begins, or in place of it. */
  note(text: string): void;
  begin(sweep: { readonly total: number; readonly done: number; readonly jobs: number }): void;
  data(progress: DownloadProgress): void;
  start(run: AccuracyRun, slot: number): void;
  epoch(run: AccuracyRun, slot: number, report: EpochReport): void;
  finish(line: AccuracyLine, slot: number): void;
  fail(run: AccuracyRun, slot: number, message: string): void;
  end(): void;
}

/** Live bars on a terminal, plain lines elsewhere: cursor codes have no place in a file. */
export function progressView(stream: NodeJS.WriteStream): ProgressView {
  return stream.isTTY && process.env.TERM !== "dumb" ? liveView(stream) : plainView(stream);
}

/** One line per event that matters later: what was there, what was fetched, what finished, what failed. */
export function plainView(stream: { write(text: string): unknown }): ProgressView {
  const print = (text: string) => stream.write(`${text}\n`);
  const fetched = new Set<string>();
  let [total, ended] = [0, 0];
  return {
    note: print,
    begin(sweep) {
      ({ total, done: ended } = sweep);
      print(beginning(sweep));
    },
    data({ file, url }) {
      if (!fetched.has(url)) print(`fetching ${file} from ${url}`);
      fetched.add(url);
    },
    start() {},
    epoch() {},
    finish: (line) => void print(`[${++ended}/${total}] ${finished(line)}`),
    fail: (run, _slot, message) => void print(`[${++ended}/${total}] ${failed(run, message)}`),
    end() {},
  };
}

/** A bar for the sweep and one per process, with finished runs scrolling above them. */
function liveView(stream: NodeJS.WriteStream): ProgressView {
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
  const print = (text: string) => bars.log(`${text}\n`);
  const width = 26;
  let sweepBar: SingleBar | undefined;
  const slots = new Map<number, SingleBar>();
  const ended = () => sweepBar?.increment();
  return {
    note: (text) => void stream.write(`${text}\n`), // the bars would hold it back until they are drawn
    begin(sweep) {
      print(beginning(sweep));
      sweepBar = bars.create(sweep.total, sweep.done, { name: "all runs".padEnd(width), detail: "" });
    },
    data({ file, receivedBytes, totalBytes }) {
      const part = totalBytes > 0 ? ` ${Math.floor((100 * receivedBytes) / totalBytes)} %` : "";
      sweepBar?.update({ detail: `fetching ${file}${part}` });
    },
    start(run, slot) {
      sweepBar?.update({ detail: "" });
      const name = describeRun(run).padEnd(width);
      const bar = slots.get(slot) ?? bars.create(run.settings.epochs, 0, { name, detail: "" });
      bar.setTotal(run.settings.epochs);
      bar.update(0, { name, detail: "epochs" });
      slots.set(slot, bar);
    },
    epoch(_run, slot, { epoch, validationAccuracy }) {
      slots
        .get(slot)
        ?.update(epoch, { detail: `epochs, validation ${validationAccuracy?.toFixed(4) ?? "–"}` });
    },
    finish(line) {
      print(finished(line));
      ended();
    },
    fail(run, _slot, message) {
      print(failed(run, message));
      ended();
    },
    end() {
      bars.update(); // writes what is still to scroll by, which stop would drop
      bars.stop();
    },
  };
}

function beginning({ total, done, jobs }: { total: number; done: number; jobs: number }): string {
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

function finished(line: AccuracyLine): string {
  const { testAccuracy, epochs, seconds } = line;
  return `${describeRun(line)}: test accuracy ${testAccuracy.toFixed(4)} after ${epochs} epochs, ${seconds.toFixed(1)} s`;
}

function failed(run: AccuracyRun, message: string): string {
  return `${describeRun(run)} FAILED: ${message}`;
}
