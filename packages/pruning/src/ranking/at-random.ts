import { integer, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { deriveSeed, randomUniform } from "@reciprocal/spectral";
import { nodeLayers } from "../node-layers.js";
import type { LayerScores, Ranking } from "./ranking.js";

/** Options of `atRandom`. */
export interface AtRandomOptions {
  /** Integer from 0 to 2^53 − 1; default 0. */
  readonly seed?: number;
  /** Default `nodes`. */
  readonly of?: "nodes" | "weights";
}

const table = options(
  () =>
    ({
      seed: integer({ min: 0 }).default(0),
      of: oneOf(["nodes", "weights"]).default("nodes"),
    }) satisfies OptionTable<AtRandomOptions>,
);

/**
 * Nodes or weights in an order by seed: the control that every ranking has to beat. It depends on sizes alone.
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { atRandom, mask, networkSize } from "@reciprocal/pruning";
 *
 * const layers = [{ kind: "spectral", units: 50, activation: "relu" }, { kind: "dense", units: 10 }] as const;
 * const network = createNetwork({ inputShape: 784, layers });
 * console.log(networkSize(mask(network, { by: atRandom({ seed: 7 }), amount: { count: 20 } })).activeNodes);
 * // => 30
 */
export function atRandom(given: AtRandomOptions = {}): Ranking {
  const { seed, of } = table.read("atRandom", given);
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
