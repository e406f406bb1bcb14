import type { Layer, Network } from "../network.js";
import { freezeDeep } from "./freeze-deep.js";

/** The network with other layers. Frozen where the network was, which leaves alone what a caller built by hand. */
export function withLayers(network: Network, layers: readonly Layer[]): Network {
  const result = { ...network, layers };
  return Object.isFrozen(network) ? freezeDeep(result) : result;
}
