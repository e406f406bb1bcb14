import type { EpochReport, FitResult } from "@reciprocal/training";
import type { Measures } from "../measures/measures.js";
import type { Model } from "../model.js";

/** What a training resolves to. */
export interface Trained {
  /** The model that was learnt. */
  readonly model: Model;
  /** Of each epoch; validation values are those of the samples that were held out. */
  readonly history: readonly EpochReport[];
  /** Why training ended. */
  readonly stopped: FitResult["stopped"];
  /** Of the final model on the samples that were held out; absent if there are none. */
  readonly measures?: Measures;
}
