import { callback, check, list, number, options, type OptionTable } from "@reciprocal/guards";
import { type Network, validateNetwork } from "@reciprocal/network";
import { commonRules, type RankedChoice } from "../choose/ranked-choice.js";
import { percentage } from "../choose/percentage.js";
import { maskRanked } from "../mask.js";
import { type Train, trainOnce } from "./train.js";

/** Options of `pruneInSteps`. */
export interface PruneInStepsOptions extends Omit<RankedChoice, "amount"> {
  /**
   * How many percent of every layer are masked after each step, so 50 for half; see `cubicPercentiles` and
   * `linearPercentiles`.
   */
  readonly percentiles: readonly number[];
  /** Trains between the steps, and after the last. */
  readonly train: Train;
}

const table = options(
  () =>
    ({
      ...commonRules(),
      percentiles: list(number({ min: 0, max: 100 }), { minLength: 1 }),
      train: callback<Train>(),
    }) satisfies OptionTable<PruneInStepsOptions>,
);

/**
 * Pruning and training in turn: masks up to the next percentile, ranked anew, then trains what is left, and so on. One
 * percentile and a longer training is one-shot pruning with fine-tuning; many percentiles with an epoch each is gradual
 * pruning. The result is masked; `shrink` or `bake` it.
 *
 * Every step starts the optimizer of `train` afresh.
 *
 * @param network - not modified
 * @throws as `mask`
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byMagnitude, cubicPercentiles, networkSize, pruneInSteps } from "@reciprocal/pruning";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "dense", units: 10 }] });
 * const percentiles = cubicPercentiles({ to: 90, steps: 3 });
 * const train = (one: typeof network) => one; // for you: async (one) => (await fit(one, samples)).network
 * const masked = await pruneInSteps(network, { by: byMagnitude(), percentiles, train });
 * console.log(networkSize(masked).activeWeights);
 * // => 784
 */
export async function pruneInSteps(network: Network, given: PruneInStepsOptions): Promise<Network> {
  const { percentiles, train, ...choice } = table.read("pruneInSteps", given);
  validateNetwork(network);
  // a first step may be of less than a percent, but not the largest
  const largest = percentiles.reduce((most, one) => Math.max(most, one), -Infinity);
  check(percentage(), "pruneInSteps", "the largest of percentiles", largest);
  let result = network;
  for (const [index, percentile] of percentiles.entries()) {
    const masked = maskRanked(result, { ...choice, amount: { percentile } });
    result = await trainOnce(masked, train, { step: index + 1, steps: percentiles.length });
  }
  return result;
}
