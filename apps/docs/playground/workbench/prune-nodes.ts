import type { Network } from "@reciprocal/network";
import { byEigenvalue, byWeightNorm, mask, shrink } from "@reciprocal/pruning";

/** The network without that percentage of its hidden nodes. */
export async function pruneNodes(network: Network, percent: number): Promise<Network> {
  if (percent === 0) return network;
  const by = network.layers.some((layer) => "lambdaOut" in layer) ? byEigenvalue() : byWeightNorm();
  return (await shrink(await mask(network, { by, amount: { percentile: percent } }))).network;
}
