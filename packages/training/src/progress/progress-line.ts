import { object, options, type OptionTable } from "@reciprocal/guards";
import type { EpochReport } from "../fit/epoch-report.js";
import { duration } from "./duration.js";
import { measuresText } from "./measures.js";

/** What is needed of a stream such as `process.stderr`. */
export interface LineStream {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  /** Width of the terminal in characters. */
  readonly columns?: number;
}

/** Options of `progressLine`. */
export interface ProgressLineOptions {
  /** Where it is shown. Default `process.stderr`, so that results on standard output stay alone. */
  readonly stream?: LineStream;
}

/** A line that shows a training; its functions need no `this`. */
export interface ProgressLine {
  readonly onEpoch: (report: EpochReport) => void;
  /** Prints a line of text, such as a warning, above the one that shows the training. */
  readonly print: (text: string) => void;
  /** Ends the line of a training that ended before its last epoch. Does nothing otherwise, or a second time. */
  readonly end: () => void;
}

const lineOptions = options(
  () =>
    ({
      stream: object<LineStream>("a stream").optional(),
    }) satisfies OptionTable<ProgressLineOptions>,
);

/**
 * Shows a training in a terminal: one line that is written anew, with the epoch, a bar, the newest measures and the time
 * that is left. Where there is no terminal (a file, a pipe, `TERM=dumb`), it prints at most ten plain lines for a training.
 *
 * ```ts
 * const { onEpoch, end } = progressLine();
 * await fit(network, samples, { epochs: 20, onEpoch }).finally(end);
 * ```
 *
 * There is no timer: the line changes only when training calls. Node only, unless a `stream` is given.
 */
export function progressLine(given: ProgressLineOptions = {}): ProgressLine {
  const { stream = process.stderr } = lineOptions.read("progressLine", given);
  const isLive = stream.isTTY === true && globalThis.process?.env["TERM"] !== "dumb";
  return isLive ? liveLine(stream) : plainLines(stream);
}

const barWidth = 20;

/** One line, written anew from its beginning; when it ends, its bar is gone. */
function liveLine(stream: LineStream): ProgressLine {
  let start: { readonly done: number; readonly time: number } | undefined;
  let newest: EpochReport | undefined;
  const write = (text: string, ending = ""): void => {
    // a line that reaches the last column would go on in the next, where nothing takes it away
    const line = text.slice(0, (stream.columns ?? 80) - 1);
    stream.write(`\r${line}\u001b[K${ending}`);
  };
  let shown = "";
  const end = (): void => {
    if (newest) write(epochText(newest), "\n");
    newest = start = undefined;
  };
  return {
    print(text) {
      stream.write(`${newest ? "\r\u001b[K" : ""}${text}\n`);
      if (newest) write(shown);
    },
    onEpoch(report) {
      newest = report;
      const { epoch, epochs, seconds } = report;
      if (epoch === epochs) return end();
      const [done, time] = [epoch / epochs, performance.now() / 1000];
      start ??= { done: (epoch - 1) / epochs, time: time - seconds };
      const left = duration(((time - start.time) / (done - start.done)) * (1 - done));
      const full = Math.floor(barWidth * done);
      const bar = "█".repeat(full) + "░".repeat(barWidth - full);
      shown = `${bar} ${epochText(report)}, ${left} left`;
      write(shown);
    },
    end,
  };
}

/** A line after each tenth of the epochs, and after the last. */
function plainLines(stream: LineStream): ProgressLine {
  let unsaid: EpochReport | undefined;
  const end = (): void => {
    if (unsaid) stream.write(`${epochText(unsaid)}\n`);
    unsaid = undefined;
  };
  return {
    print: (text) => void stream.write(`${text}\n`),
    onEpoch(report) {
      unsaid = report;
      const { epoch, epochs } = report;
      const tenths = (count: number): number => Math.floor((10 * count) / epochs);
      if (tenths(epoch) > tenths(epoch - 1)) end();
    },
    end,
  };
}

function epochText(report: EpochReport): string {
  return `epoch ${report.epoch} of ${report.epochs}: ${measuresText(report)}`;
}
