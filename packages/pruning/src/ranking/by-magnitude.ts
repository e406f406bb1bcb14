import { layerKernel } from "@reciprocal/network";
import { nodeLayers } from "../node-layers.js";
import type { Ranking } from "./ranking.js";

/** Single weights by |w|, whatever the layer makes them of; what masks hide counts as zero. */
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
