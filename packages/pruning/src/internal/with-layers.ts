import type { Layer, Network } from "@reciprocal/network";

/** The network with other layers; frozen where the network was, which leaves alone what a caller built by hand. */
export function withLayers(network: Network, layers: readonly Layer[]): Network {
  const result = { ...network, layers };
  if (!Object.isFrozen(network)) return result;
  layers.forEach((layer) => Object.freeze(layer));
  Object.freeze(layers);
  return Object.freeze(result);
}
