import { kindsVersion, layerVersion } from "../kinds/index.js";
import type { Network } from "../network.js";

/** The lowest version that has samples of more than one size. */
const shapesVersion = 2;

/** The lowest version that has plain data after the layers. */
const dataVersion = 3;

/**
 * The newest version of network files that this code knows, as bytes and as safetensors; it reads every one from 1 on, and
 * writes the lowest that holds the network. Older releases then read what they can, and patches still know their base by
 * the digest of its file.
 */
export const newestVersion = Math.max(shapesVersion, dataVersion, kindsVersion);

/** The lowest version that holds a network, and plain data with it if asked. */
export function versionOf({ inputShape, layers }: Network, withData = false): number {
  // not a call with all of them, as there may be more than fit on the stack
  const least = layers.reduce(
    (highest, layer) => Math.max(highest, layerVersion(layer)),
    inputShape.length === 1 ? 1 : shapesVersion,
  );
  return withData ? Math.max(least, dataVersion) : least;
}

/** Whether a file of this version says how many sizes a sample has; else it has one. */
export function saysShape(version: number): boolean {
  return version >= shapesVersion;
}

/** Whether a file of this version may have plain data after the layers. */
export function holdsData(version: number): boolean {
  return version >= dataVersion;
}
