import type { Network } from "@reciprocal/network";
import type { EpochReport } from "../fit/epoch-report.js";
import type { FitSettings } from "./fit-settings.js";
import type { OptimizerState } from "../optimizers/optimizer-state.js";

/**
 * Training between two steps, as immutable data: all that `fit` needs to go on as if it had not stopped. The samples
 * and the schedule are not in it, and are given again.
 */
export interface Checkpoint {
  /** With the numbers as they are now. */
  readonly network: Network;
  /** What the optimizer remembers. */
  readonly optimizer: OptimizerState;
  /** The finished epochs. */
  readonly history: readonly EpochReport[];
  /** What was done of the epoch after these. */
  readonly running: RunningEpoch;
  /** Of the best epoch so far, if earlyStopping.restoreBest asks for it. */
  readonly best?: BestEpoch;
  /** What decides the numbers of the training. */
  readonly settings: FitSettings;
  /** What ran the graphs. */
  readonly engine: { readonly name: string; readonly version: string };
}

/** The part of an epoch that is done: the first steps of its order, which the seed decides. */
export interface RunningEpoch {
  /** 0 between two epochs. */
  readonly steps: number;
  /** Samples of these steps; absent where every epoch has all of the same samples. */
  readonly samples?: number;
  /** Of the loss over their samples. */
  readonly lossSum: number;
  /** Samples with the right answer; absent where `StepResult.correct` is. */
  readonly correct?: number;
  /** Of the last step, 0 before the first. */
  readonly learningRate: number;
  /** How long they took. */
  readonly seconds: number;
}

/** The network of the best epoch so far. */
export interface BestEpoch {
  /** From 1. */
  readonly epoch: number;
  /** As it was after that epoch. */
  readonly network: Network;
}
