import { checkFunction, checkList, checkOptions } from "./internal/check-options.js";
import { checkRankedChoice } from "./internal/check-ranked-choice.js";
import { mask } from "./mask.js";
import { type MeasureOptions, type Pruned, type Start } from "./pruned.js";
import type { RankedChoice } from "./ranked-choice.js";
import { type Train, trainOnce } from "./train.js";

export interface PruneInStepsOptions extends Omit<RankedChoice, "amount">, MeasureOptions {
  /** How much of every layer is masked after each step; see `cubicPercentiles` and `linearPercentiles`. */
  readonly percentiles: readonly number[];
  /** Trains between the steps, and after the last. */
  readonly train: Train;
}

/**
 * Pruning and training in turn: masks up to the next percentile, ranked anew, then trains what is left, and so on. One
 * percentile and a longer training is one-shot pruning with fine-tuning; many percentiles with an epoch each is gradual
 * pruning. The result is masked; `shrink` or `bake` it.
 *
 * Every step starts the optimiser of `train` afresh.
 *
 * @throws as `mask`
 */
export async function pruneInSteps(start: Start, options: PruneInStepsOptions): Promise<Pruned> {
  checkOptions("pruneInSteps", options, ["by", "layers", "keepAtLeast", "percentiles", "train", "metric"]);
  const { percentiles, train, metric, ...choice } = options;
  checkFunction("pruneInSteps", "train", train);
  checkList("pruneInSteps", "percentiles", percentiles);
  if (percentiles.length === 0) throw new RangeError("pruneInSteps: needs at least one percentile, got none");
  for (const percentile of percentiles)
    checkRankedChoice("pruneInSteps", { ...choice, amount: { percentile } });
  let result: Start = start;
  let last: Pruned | undefined;
  for (const [index, percentile] of percentiles.entries()) {
    const masked: Pruned = await mask(result, { ...choice, amount: { percentile } }, metric && { metric });
    const stage = { step: index + 1, steps: percentiles.length };
    result = last = await trainOnce(masked, train, { ...stage, ...(metric && { metric }) });
  }
  return last!;
}
