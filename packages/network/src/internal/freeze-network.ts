import type { Network } from "../network.js";

/**
 * Freezes the objects and lists of a network, so that only its typed arrays, which cannot be frozen, rely on nobody
 * changing them.
 */
export function freezeNetwork(network: Network): Network {
  freeze(network);
  return network;
}

function freeze(value: unknown): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value))
    return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}
