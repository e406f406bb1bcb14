import { matrixDigest } from "../matrix/digest.js";
import type { Network } from "../network.js";

/** The SHA-256 of every φ, in order. */
export function phiDigests({ layers }: Network): string[] {
  return layers.flatMap((layer) => (layer.kind === "spectral" ? [matrixDigest(layer.phi)] : []));
}
