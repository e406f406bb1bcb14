import { layerKernel } from "@reciprocal/network";
import { nodeLayers } from "../node-layers.js";
import type { Ranking } from "./ranking.js";

/**
 * Single weights by |w|, whatever the layer makes them of; what masks hide counts as zero.
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byMagnitude, mask, networkSize } from "@reciprocal/pruning";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 2 }] });
 * console.log(networkSize(mask(network, { by: byMagnitude(), amount: { percentile: 75 } })).activeWeights);
 * // => 2
 */
export function byMagnitude(): Ranking {
  return {
    name: "magnitude",
    of: "weights",
    scores: (network) =>
      nodeLayers(network).map(({ to, toLayer }) => ({
        layer: toLayer,
        scores: layerKernel(to).map(Math.abs),
      })),
  };
}
