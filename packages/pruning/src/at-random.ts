import { deriveSeed, randomUniform } from "@reciprocal/spectral";
import { checkChoice, checkOptions } from "./internal/check-options.js";
import { nodeLayers } from "./node-layers.js";
import type { LayerScores, Ranking } from "./ranking.js";

export interface AtRandomOptions {
  /** Integer from 0 to 2^53 − 1; default 0. */
  readonly seed?: number;
  /** Default `nodes`. */
  readonly of?: "nodes" | "weights";
}

/** Nodes or weights in an order by seed: the control that every ranking has to beat. It depends on sizes alone. */
export function atRandom(options: AtRandomOptions = {}): Ranking {
  checkOptions("atRandom", options, ["seed", "of"]);
  const { seed = 0, of = "nodes" } = options;
  checkChoice("atRandom", "of", of, ["nodes", "weights"]);
  const scored = (layer: number, length: number): LayerScores => ({
    layer,
    scores: randomUniform(length, { seed: deriveSeed(seed, of, layer) }),
  });
  return {
    name: "random",
    of,
    scores: (network) =>
      nodeLayers(network).map(({ layer, nodes, toLayer, to }) =>
        of === "nodes" ? scored(layer, nodes) : scored(toLayer, to.inputs * to.outputs),
      ),
  };
}
