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
 * @returns a network without masks; the same object if there are none
 * @throws {TypeError} for a kind of layer that cannot be baked yet
 */
export function bake(network: Network): Network {
  validateNetwork(network);
  const layers = network.layers.map((layer) => (isMapping(layer) ? bakeLayer(layer) : layer));
  const isSame = layers.every((layer, index) => layer === network.layers[index]);
  return isSame ? network : withLayers(network, layers);
}
