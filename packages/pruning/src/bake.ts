import { isMapping, type Network, validateNetwork, withLayers } from "@reciprocal/network";
import { bakeLayer } from "./kinds/index.js";

/**
 * Writes the zeros of all masks, fixed and dynamic, into the stored numbers and drops the masks: the same outputs to
 * float32 rounding, and further training may fill the zeros again.
 *
 * Dense kernels and φ get zeros where the mask has them. S-SVD and S-QR layers keep their kind if whole nodes are
 * masked: rows of U and V, of Q and R are zero then, and Q is no longer orthonormal. If single weights are masked, no
 * product of their frozen factors has such zeros, and they become spectral layers with a stored, frozen φ.
 * A matrix that a recipe made becomes stored numbers if zeros are written into it.
 *
 * @param network - not modified
 * @returns a network without masks; the same object if there are none
 * @throws {TypeError} for a kind of layer that cannot be baked yet
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { bake, byMagnitude, mask } from "@reciprocal/pruning";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 2 }] });
 * const baked = bake(mask(network, { by: byMagnitude(), amount: { percentile: 50 } }));
 * const [layer] = baked.layers;
 * console.log(layer?.kind === "dense" && layer.kernel.filter((weight) => weight === 0).length);
 * // => 4
 */
export function bake(network: Network): Network {
  validateNetwork(network);
  const layers = network.layers.map((layer) => (isMapping(layer) ? bakeLayer(layer) : layer));
  const isSame = layers.every((layer, index) => layer === network.layers[index]);
  return isSame ? network : withLayers(network, layers);
}
