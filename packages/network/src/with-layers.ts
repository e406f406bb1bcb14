import { freezeDeep } from "@reciprocal/guards";
import type { Layer } from "./kinds/index.js";
import type { Network } from "./network.js";

/**
 * The network with other layers, which are not checked. Frozen if the network was, so that what a caller built by hand
 * is left alone.
 *
 * @param network - whose layers to replace; not modified
 * @param layers - the new ones, in order
 *
 * @example
 * import { createNetwork, withLayers } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 2, activation: "relu" }] });
 * console.log(withLayers(network, network.layers.slice(0, 1)).layers.length);
 * // => 1
 */
export function withLayers(network: Network, layers: readonly Layer[]): Network {
  const result = { ...network, layers };
  return Object.isFrozen(network) ? freezeDeep(result) : result;
}
