import { check, integer, options, type OptionTable, text } from "@reciprocal/guards";
import type { EpochReport, StepReport } from "../fit/epoch-report.js";
import { EventFile } from "./event-file.js";

/** Options of `tensorboardLog`. */
export interface TensorboardLogOptions {
  /** Of how many steps one is written; 1 for all of them. Default 10. */
  readonly everySteps?: number;
}

const logOptions = options(
  () => ({ everySteps: integer({ min: 1 }).default(10) }) satisfies OptionTable<TensorboardLogOptions>,
);

/** A log of one training. Its functions need no `this`; `onEpoch` and `onStep` are for `fit`. */
export interface TensorboardLog {
  /** The file of events. It is complete after every entry, and there is nothing to close. */
  readonly file: string;
  /** Writes the numbers of an epoch: epoch/loss, epoch/accuracy, epoch/validationLoss, … over the epochs. */
  readonly onEpoch: (report: EpochReport) => void;
  /** Writes the numbers of a step: step/loss, step/accuracy, step/learningRate over the steps of the training. */
  readonly onStep: (report: StepReport) => void;
  /** Writes numbers of your own at a place of the horizontal axis, a whole number from 0. */
  readonly scalars: (values: Readonly<Record<string, number>>, step: number) => void;
}

/**
 * Logs a training for TensorBoard, which shows it while it runs: `tensorboard --logdir logs`.
 *
 * Every call makes a new file; those of one folder are one run for TensorBoard, so that a training that is resumed goes on
 * in the same curve. Numbers are kept as float32, and TensorBoard shows at most 1000 of a curve. Node only.
 *
 * @param folder - of the run, made if it is missing
 * @throws {TypeError | RangeError} for a folder that is no text, and for unknown options and values out of range
 * @throws {Error} if the folder or a file in it cannot be written
 *
 * @example
 * ```ts no-run
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { fit } from "@reciprocal/training";
 * import { tensorboardLog } from "@reciprocal/training/tensorboard";
 *
 * const { train } = digits();
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10, activation: "softmax" }] });
 * const { onEpoch, onStep } = tensorboardLog("logs/first"); // writes a file there
 * await fit(network, train, { epochs: 20, onEpoch, onStep });
 * ```
 */
export function tensorboardLog(folder: string, given: TensorboardLogOptions = {}): TensorboardLog {
  const where = "tensorboardLog";
  const { everySteps } = logOptions.read(where, given);
  const events = new EventFile(check(text({ minLength: 1 }), where, "folder", folder));
  return {
    file: events.path,
    onEpoch: ({ epoch, loss, accuracy, validationLoss, validationAccuracy, learningRate }) => {
      const measured = { loss, accuracy, validationLoss, validationAccuracy, learningRate };
      events.append({ step: epoch, scalars: named("epoch", measured) });
    },
    onStep: ({ epoch, step, steps, loss, accuracy, learningRate }) => {
      const done = (epoch - 1) * steps + step;
      if (done % everySteps !== 0) return;
      events.append({ step: done, scalars: named("step", { loss, accuracy, learningRate }) });
    },
    scalars(values, step) {
      check(integer({ min: 0 }), where, "step", step);
      events.append({ step, scalars: values });
    },
  };
}

/** What was measured, as `group/name`: TensorBoard shows a group together. */
function named(
  group: string,
  measured: Readonly<Record<string, number | undefined>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(measured).flatMap(([name, value]) =>
      value === undefined ? [] : [[`${group}/${name}`, value]],
    ),
  );
}
