import { byEigenvalue } from "./by-eigenvalue.js";
import { checkFunction, checkOptions } from "./internal/check-options.js";
import { mask } from "./mask.js";
import type { MeasureOptions, Pruned, Start } from "./pruned.js";
import type { RankedChoice } from "./ranked-choice.js";
import { shrink } from "./shrink.js";
import { type Train, trainOnce } from "./train.js";

export interface PruneAfterTrainingOptions extends Omit<RankedChoice, "by">, MeasureOptions {
  /** Default `byEigenvalue()`. */
  readonly by?: RankedChoice["by"];
  /** Fine-tunes what is left; default: no training. */
  readonly train?: Train;
}

/**
 * The post-training strategy of arXiv:2108.00940: removes nodes of a trained network for real, in one shot, and may
 * fine-tune what is left.
 *
 * @returns the last of the steps mask, shrink and, where asked for, train
 * @throws as `mask`
 */
export async function pruneAfterTraining(start: Start, options: PruneAfterTrainingOptions): Promise<Pruned> {
  checkOptions("pruneAfterTraining", options, ["by", "amount", "layers", "keepAtLeast", "train", "metric"]);
  const { by = byEigenvalue(), train, metric, ...choice } = options;
  if (train !== undefined) checkFunction("pruneAfterTraining", "train", train);
  const measured = metric && { metric };
  const small = await shrink(await mask(start, { by, ...choice }, measured), measured);
  return train ? trainOnce(small, train, { step: 1, steps: 1, ...measured }) : small;
}
