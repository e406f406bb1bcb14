import type { Network } from "@reciprocal/network";
import { byEigenvalue, byWeightNorm, mask, shrink } from "@reciprocal/pruning";

/** The network without that percentage of its hidden nodes. */
export function pruneNodes(network: Network, percent: number): Network {
  if (percent === 0) return network;
  const by = network.layers.some((layer) => "lambdaOut" in layer) ? byEigenvalue() : byWeightNorm();
  return shrink(mask(network, { by, amount: { percentile: percent } }));
}
