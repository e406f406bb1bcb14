import {
  abortSignal,
  callback,
  flag,
  integer,
  number,
  object,
  options,
  type OptionTable,
} from "@reciprocal/guards";
import type { Augment, Samples } from "@reciprocal/network";
import { everyRule, type CheckpointEvery } from "../checkpoint/checkpoint-every.js";
import type { Checkpoint } from "../checkpoint/checkpoint.js";
import { sharedTable, type TrainerOptions } from "../trainer/options.js";
import { earlyStoppingOptions, type EarlyStoppingOptions } from "./early-stopping.js";
import type { EpochReport, StepReport } from "./epoch-report.js";
import { type Schedule, type ScheduleName, scheduleRule } from "./schedules.js";

/** Options of `fit` and `fitEpochs`. */
export interface FitOptions extends Omit<TrainerOptions, "optimizerState"> {
  /** Passes over the training samples, at the most. Default 10. */
  readonly epochs?: number;
  /** Decides the order of the samples (see `epochOrder`), dropout, and the seeds that `augment` gets. Default 0. */
  readonly seed?: number;
  /** Whether every epoch has an order of its own. Default true. */
  readonly shuffle?: boolean;
  /** Fraction of the samples, the last ones, that is kept for validation. Default 0. */
  readonly validationSplit?: number;
  /** Samples for validation; instead of a split. */
  readonly validation?: Samples;
  /** Ends training when a measure of the validation samples stops getting better. Default none: all epochs are run. */
  readonly earlyStopping?: EarlyStoppingOptions;
  /**
   * Factor on the learning rates, by name or as a function. Default `cosine`, which ends with `epochs`; take `constant`
   * where training shall be continued later with more epochs.
   */
  readonly schedule?: ScheduleName | Schedule;
  /**
   * Changes every batch before its step, in place: shifts, flips, noise, so that the network never sees the same sample
   * twice. It gets a copy, and nothing of the first layer is computed ahead. Whatever is random in it must come from the
   * seed that it gets. Validation samples stay as they are. Default: none.
   */
  readonly augment?: Augment;
  /** Called after every epoch; what it returns is waited for. */
  readonly onEpoch?: (report: EpochReport) => void | Promise<void>;
  /** Called after every step, for a display of progress; what it returns is waited for. */
  readonly onStep?: (report: StepReport) => void | Promise<void>;
  /** Stops training before the next step; the network as it is then is returned (the best one with restoreBest). */
  readonly signal?: AbortSignal;
  /**
   * Told how training stands, from time to time and when it ends, also by an abort, but not by an error; what it
   * returns is waited for. At the end of an epoch it comes before the epoch's report.
   */
  readonly onCheckpoint?: (checkpoint: Checkpoint) => void | Promise<void>;
  /** How often, in addition to the end. Steps are counted from the start of training. Default `{ epochs: 1 }`. */
  readonly checkpointEvery?: CheckpointEvery;
  /**
   * Continues from here, to the same numbers as if training had not stopped, instead of from `network`. Everything else
   * is given as it was: the network that training began with (or that of the checkpoint), samples and options. Only
   * callbacks, signal and `patience` may differ, and `epochs` where the schedule does not depend on it: `constant` does
   * not, `cosine` does. Default: training starts afresh.
   */
  readonly resume?: Checkpoint | undefined;
}

/** What `fit` and `fitPhases` both take, with the same defaults. */
export const fitTable = () =>
  ({
    ...sharedTable(),
    shuffle: flag().default(true),
    validationSplit: number({ min: 0, below: 1 }).default(0),
    validation: object<Samples>().optional(),
    schedule: scheduleRule().default("cosine"),
    augment: callback<Augment>().optional(),
    onEpoch: callback<NonNullable<FitOptions["onEpoch"]>>().optional(),
    onStep: callback<NonNullable<FitOptions["onStep"]>>().optional(),
    signal: abortSignal().optional(),
  }) satisfies OptionTable<Omit<FitOptions, OwnOptions>>;

type OwnOptions = "epochs" | "earlyStopping" | "onCheckpoint" | "checkpointEvery" | "resume";

export const fitOptions = options(
  () =>
    ({
      ...fitTable(),
      epochs: integer({ min: 1 }).default(10),
      earlyStopping: earlyStoppingOptions.rule.optional(),
      onCheckpoint: callback<NonNullable<FitOptions["onCheckpoint"]>>().optional(),
      checkpointEvery: everyRule().default({ epochs: 1 }),
      resume: object<Checkpoint>("a checkpoint").optional(),
    }) satisfies OptionTable<FitOptions>,
);

/** Options of `fit` as they were read. */
export type FitChoices = ReturnType<typeof fitOptions.read>;
