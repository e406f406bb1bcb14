import { freezeDeep } from "@reciprocal/guards";
import type { Layer } from "./kinds/index.js";
import type { Network } from "./network.js";

/**
 * The network with other layers, which are not checked. Frozen if the network was, so that what a caller built by hand
 * is left alone.
 */
export function withLayers(network: Network, layers: readonly Layer[]): Network {
  const result = { ...network, layers };
  return Object.isFrozen(network) ? freezeDeep(result) : result;
}
