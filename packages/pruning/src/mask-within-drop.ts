import { callback, limit, options, type OptionTable } from "@reciprocal/guards";
import { type Network, validateNetwork } from "@reciprocal/network";
import { firstWhereAsync } from "./choose/bisect.js";
import { firstOf, rankCandidates, toRemovals } from "./choose/candidates.js";
import { measure, type Metric } from "./choose/metric.js";
import { commonRules, type RankedChoice } from "./choose/ranked-choice.js";
import { maskNetwork } from "./mask-network.js";

/** How much a network may lose. */
export interface MaxDrop {
  /** By how much the metric may fall; a metric that rises is no damage. */
  readonly maxDrop: number;
  /** How good a masked network is: the larger, the better. */
  readonly metric: Metric;
}

/** Options of `maskWithinDrop`. */
export interface MaskWithinDropOptions extends MaxDrop, Omit<RankedChoice, "amount"> {}

export const maxDropRules = () => ({ maxDrop: limit({ min: 0 }), metric: callback<Metric>() });

const table = options(
  () => ({ ...commonRules(), ...maxDropRules() }) satisfies OptionTable<MaskWithinDropOptions>,
);

/**
 * Masks as much as can go, in the order of a ranking, before a metric falls by more than `maxDrop`.
 *
 * The number is found by bisection, which assumes that the metric falls as more is removed. If it does not, the result
 * still keeps the bound, but more might have gone.
 *
 * @param network - not modified
 * @returns the masked network; the same object if nothing can go
 * @throws {RangeError} for layers that do not exist, and if the metric does not give a number
 * @throws {TypeError} for unknown options and values of another type
 *
 * @example
 * import { createNetwork, layerKernel, mappings } from "@reciprocal/network";
 * import { byMagnitude, maskWithinDrop } from "@reciprocal/pruning";
 *
 * const network = createNetwork({ inputShape: 40, layers: [{ kind: "dense", units: 10 }] });
 * const metric = (one: typeof network) => layerKernel(mappings(one)[0]!.layer).filter(Boolean).length / 400;
 * const masked = await maskWithinDrop(network, { by: byMagnitude(), metric, maxDrop: 0.25 }); // or an accuracy
 * console.log(metric(masked));
 * // => 0.75
 */
export async function maskWithinDrop(network: Network, given: MaskWithinDropOptions): Promise<Network> {
  const where = "maskWithinDrop";
  const { maxDrop, metric, ...choice } = table.read(where, given);
  validateNetwork(network);
  const all = firstOf(rankCandidates(where, network, choice), Infinity);
  if (all.length === 0) return network;
  const without = (count: number) => maskNetwork(network, choice.by.of, toRemovals(all.slice(0, count)));
  const min = (await measure(where, metric, network)) - maxDrop;
  const isDamage = async (count: number) => !((await measure(where, metric, without(count))) >= min);
  const first = await firstWhereAsync(all.length, isDamage);
  const count = first === undefined ? all.length : first - 1;
  return count === 0 ? network : without(count);
}
