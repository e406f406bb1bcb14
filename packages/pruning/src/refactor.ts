import { isMapping, type Network, validateNetwork, withLayers } from "@reciprocal/network";
import { refactorLayer } from "./kinds/index.js";

/**
 * Gives S-SVD and S-QR layers that lost nodes factors of their own size: the singular value decomposition, or Q and R, of
 * what is left of their φ. Outputs are the same to float32 rounding. `shrink` keeps the factors that seeds make, with a list of
 * the nodes that are left, because that is a much smaller file; what takes whole factors alone, such as `toLayersModel` of
 * `@reciprocal/tfjs`, needs this first. The new factors are stored numbers, and the S-SVD layer trains fewer singular values.
 *
 * @param network - not modified
 * @returns the same object if every layer has factors of its own size
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byEigenvalue, mask, refactor, shrink } from "@reciprocal/pruning";
 *
 * const layers = [{ kind: "s-svd", units: 50, activation: "relu" }, { kind: "dense", units: 10 }] as const;
 * const network = createNetwork({ inputShape: 20, layers });
 * const small = shrink(mask(network, { by: byEigenvalue(), amount: { percentile: 80 } }));
 * const [layer] = refactor(small).layers;
 * console.log(layer?.kind === "s-svd" && layer.s.length);
 * // => 10
 */
export function refactor(network: Network): Network {
  validateNetwork(network);
  const layers = network.layers.map((layer) => (isMapping(layer) ? refactorLayer(layer) : layer));
  const isSame = layers.every((layer, index) => layer === network.layers[index]);
  return isSame ? network : withLayers(network, layers);
}
