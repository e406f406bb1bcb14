import { callback, options, type OptionTable } from "@reciprocal/guards";
import type { Network } from "@reciprocal/network";
import { commonRules, rankingRule } from "../choose/ranked-choice.js";
import { byEigenvalue } from "../ranking/by-eigenvalue.js";
import { shrink } from "../shrink.js";
import { amountOrDropRule, maskBy, type ScheduledChoice } from "./amount-or-drop.js";
import { type Train, trainOnce } from "./train.js";

/** Options of `pruneAfterTraining`. */
export interface PruneAfterTrainingOptions extends Omit<ScheduledChoice, "by"> {
  /** Default `byEigenvalue()`. */
  readonly by?: ScheduledChoice["by"];
  /** Fine-tunes what is left; default: no training. */
  readonly train?: Train;
}

const table = options(
  () =>
    ({
      ...commonRules(),
      by: rankingRule().default(byEigenvalue()),
      amount: amountOrDropRule(),
      train: callback<Train>().optional(),
    }) satisfies OptionTable<PruneAfterTrainingOptions>,
);

/**
 * The post-training strategy of arXiv:2108.00940: removes nodes of a trained network for real, in one shot, and may
 * fine-tune what is left.
 *
 * @param network - a trained one; not modified
 * @returns the network after mask, shrink and, if asked for, train
 * @throws as `mask` and `maskWithinDrop`
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { networkSize, pruneAfterTraining } from "@reciprocal/pruning";
 *
 * const layers = [{ kind: "spectral", units: 50, activation: "relu" }, { kind: "dense", units: 10 }] as const;
 * const trained = createNetwork({ inputShape: 784, layers }); // by `fit`
 * const small = await pruneAfterTraining(trained, { amount: { percentile: 40 } });
 * console.log(networkSize(small).hiddenNodes);
 * // => 30
 */
export async function pruneAfterTraining(
  network: Network,
  given: PruneAfterTrainingOptions,
): Promise<Network> {
  const { train, ...choice } = table.read("pruneAfterTraining", given);
  const small = shrink(await maskBy(network, choice));
  return train ? trainOnce(small, train, { step: 1, steps: 1 }) : small;
}
