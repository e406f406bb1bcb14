import { bakeLayer } from "./internal/bake-layer.js";
import { withLayers } from "./internal/with-layers.js";
import { networkOf } from "./network-of.js";
import { type MeasureOptions, type Pruned, type Start, toPruned } from "./pruned.js";

/**
 * Writes the zeros of all masks, fixed and dynamic, into the stored numbers and drops the masks: the same outputs to
 * float rounding, and further training may fill the zeros again.
 *
 * Dense kernels and φ get zeros where the mask has them. S-SVD and S-QR layers keep their kind where whole nodes are
 * masked: rows of U and V, of Q and R are zero then, and Q is no longer orthonormal. Where single weights are masked no
 * product of their frozen factors has such zeros, and they become spectral layers with a stored, frozen φ.
 * A matrix that a recipe made becomes stored numbers where zeros are written into it.
 */
export async function bake(start: Start, options: MeasureOptions = {}): Promise<Pruned> {
  const network = networkOf(start, "bake");
  const layers = network.layers.map(bakeLayer);
  const baked = layers.filter((layer, index) => layer !== network.layers[index]).length;
  const made = baked === 0 ? network : withLayers(network, layers);
  return toPruned(start, { verb: "bake", network: made, removed: 0 }, options);
}
