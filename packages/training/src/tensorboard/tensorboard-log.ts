import { check, integer, text } from "@reciprocal/guards";
import type { EpochReport } from "../fit/epoch-report.js";
import { EventFile } from "./event-file.js";

/** A log of one training. Its functions need no `this`; `onEpoch` is for `fit`. */
export interface TensorboardLog {
  /** The file of events. It is complete after every entry, and there is nothing to close. */
  readonly file: string;
  /** Writes the numbers of an epoch: epoch/loss, epoch/accuracy, epoch/validationLoss, … over the epochs. */
  readonly onEpoch: (report: EpochReport) => void;
  /** Writes numbers of your own at a place of the horizontal axis, a whole number from 0. */
  readonly scalars: (values: Readonly<Record<string, number>>, step: number) => void;
}

/**
 * Logs a training for TensorBoard, which shows it while it runs: `tensorboard --logdir logs`.
 *
 * ```ts
 * const { onEpoch } = tensorboardLog("logs/first");
 * await fit(network, samples, { epochs: 20, onEpoch });
 * ```
 *
 * Every call makes a new file; those of one folder are one run for TensorBoard, so that a training that is resumed goes on
 * in the same curve. Numbers are kept as float32, and TensorBoard shows at most 1000 of a curve. Node only.
 *
 * @param folder - of the run, made if it is missing
 * @throws {Error} if the folder or a file in it cannot be written
 */
export function tensorboardLog(folder: string): TensorboardLog {
  const where = "tensorboardLog";
  const events = new EventFile(check(text({ minLength: 1 }), where, "folder", folder));
  return {
    file: events.path,
    onEpoch: (report) => events.append({ step: report.epoch, scalars: epochScalars(report) }),
    scalars(values, step) {
      check(integer({ min: 0 }), where, "step", step);
      events.append({ step, scalars: values });
    },
  };
}

function epochScalars({
  loss,
  accuracy,
  validationLoss,
  validationAccuracy,
  learningRate,
}: EpochReport): Record<string, number> {
  const known = { loss, accuracy, validationLoss, validationAccuracy, learningRate };
  return Object.fromEntries(
    Object.entries(known).flatMap(([name, value]) =>
      value === undefined || Number.isNaN(value) ? [] : [[`epoch/${name}`, value]],
    ),
  );
}
