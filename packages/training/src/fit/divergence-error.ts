import { ConvergenceError } from "@reciprocal/spectral";
import type { BestEpoch } from "../checkpoint/checkpoint.js";
import type { EpochReport } from "./epoch-report.js";

/** A training whose loss, or one of whose numbers, is no longer finite. */
export class DivergenceError extends ConvergenceError {
  override readonly name = "DivergenceError";
  /** The network of the best epoch before, where earlyStopping.restoreBest kept it. */
  declare readonly best?: BestEpoch;
  /** The epochs before. */
  readonly history: readonly EpochReport[];

  constructor(
    message: string,
    {
      best,
      history,
      cause,
    }: {
      readonly best: BestEpoch | undefined;
      readonly history: readonly EpochReport[];
      readonly cause?: unknown;
    },
  ) {
    super(message, { cause });
    if (best) this.best = best;
    this.history = history;
  }
}
