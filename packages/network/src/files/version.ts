import { kindOf, kindsVersion } from "../kinds/index.js";
import type { Network } from "../network.js";

/** The lowest version that has samples of more than one size. */
const shapesVersion = 2;

/**
 * The newest version of network files that this code knows, as bytes and as safetensors; it reads every one from 1 on, and
 * writes the lowest that holds the network. Older releases then read what they can, and patches still know their base by
 * the digest of its file.
 */
export const newestVersion = Math.max(shapesVersion, kindsVersion);

/** The lowest version that holds a network. */
export function versionOf({ inputShape, layers }: Network): number {
  const needed = layers.map((layer) => kindOf("files", layer).version);
  return Math.max(inputShape.length === 1 ? 1 : shapesVersion, ...needed);
}

/** Whether a file of this version says how many sizes a sample has; else it has one. */
export function saysShape(version: number): boolean {
  return version >= shapesVersion;
}
