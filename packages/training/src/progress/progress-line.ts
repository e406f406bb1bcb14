import { object, options, type OptionTable } from "@reciprocal/guards";
import type { EpochReport, StepReport } from "../fit/epoch-report.js";
import { duration } from "./duration.js";
import { measuresText } from "./measures.js";

/** What is needed of a stream such as `process.stderr`. */
export interface LineStream {
  /**
   * Writes to the terminal.
   *
   * @param text - what to write
   */
  write(text: string): unknown;
  /** Whether it is a terminal, in which a line can be written anew. */
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
  /** Shows the measures of an epoch. */
  readonly onEpoch: (report: EpochReport) => void;
  /** Moves the bar within an epoch, at most ten times a second; without it, the bar moves after every epoch. */
  readonly onStep: (report: StepReport) => void;
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
 * There is no timer: the line changes only when training calls. Node only, unless a `stream` is given.
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { fit } from "@reciprocal/training";
 * import { progressLine } from "@reciprocal/training/progress";
 *
 * const { train } = digits({ train: 500, test: 1 });
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * const { onEpoch, onStep, end } = progressLine();
 * await fit(network, train, { epochs: 2, onEpoch, onStep }).finally(end);
 */
export function progressLine(given: ProgressLineOptions = {}): ProgressLine {
  const { stream = process.stderr } = lineOptions.read("progressLine", given);
  const isLive = stream.isTTY === true && globalThis.process?.env["TERM"] !== "dumb";
  return isLive ? liveLine(stream) : plainLines(stream);
}

const barWidth = 20;

/** Milliseconds between two drawings within an epoch: enough for the eye, and nothing to a training of quick steps. */
const pause = 100;

/** One line, written anew from its beginning; when it ends, its bar is gone. */
function liveLine(stream: LineStream): ProgressLine {
  let start: { readonly done: number; readonly time: number } | undefined;
  let newest: EpochReport | undefined;
  let drawn: { readonly line: string; readonly time: number } | undefined;
  const write = (text: string, ending = ""): void => {
    // a line that reaches the last column would go on in the next, where nothing takes it away
    const line = text.slice(0, (stream.columns ?? 80) - 1);
    stream.write(`\r${line}\u001b[K${ending}`);
  };
  const show = (report: EpochReport | StepReport, done: number, measures: string): void => {
    const { epoch, epochs, seconds } = report;
    const now = performance.now();
    start ??= { done: (epoch - 1) / epochs, time: now - 1000 * seconds };
    if ("step" in report && drawn && now - drawn.time < pause) return;
    const left = ((now - start.time) / (done - start.done)) * (1 - done);
    const full = Math.floor(barWidth * done);
    const bar = "█".repeat(full) + "░".repeat(barWidth - full);
    const line = `${bar} epoch ${epoch} of ${epochs}: ${measures}, ${duration(left / 1000)} left`;
    drawn = { line, time: now };
    write(line);
  };
  const end = (): void => {
    if (newest) write(epochText(newest), "\n");
    else if (drawn) stream.write("\r\u001b[K"); // nothing is worth keeping before the first epoch is over
    newest = start = drawn = undefined;
  };
  return {
    print(text) {
      stream.write(`${drawn ? "\r\u001b[K" : ""}${text}\n`);
      if (drawn) write(drawn.line);
    },
    onStep(report) {
      const { epoch, epochs, step, steps, loss, accuracy } = report;
      // those of a whole epoch, once there is one: a batch alone says little
      const measures = measuresText(newest ?? { loss, accuracy });
      show(report, (epoch - 1 + step / steps) / epochs, measures);
    },
    onEpoch(report) {
      newest = report;
      const { epoch, epochs } = report;
      if (epoch === epochs) end();
      else show(report, epoch / epochs, measuresText(report));
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
    onStep() {},
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
