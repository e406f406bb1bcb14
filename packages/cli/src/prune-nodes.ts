import type { Network } from "@reciprocal/network";

/**
 * A network with a share of its hidden nodes, as many of every layer: those whose weights, in and out, are largest. The
 * others are removed, and what they gave at rest goes into the next bias.
 *
 * @throws {Error} if there are no hidden nodes to remove
 */
export async function pruneNodes(network: Network, share: number): Promise<Network> {
  const { byWeightNorm, mask, networkSize, shrink } = await import("@reciprocal/pruning");
  if (networkSize(network).hiddenNodes === 0)
    throw new Error("there are no hidden nodes that could be removed: the network has one layer");
  const percentile = 100 - 100 * share;
  return shrink(mask(network, { by: byWeightNorm({ direction: "both" }), amount: { percentile } }));
}
