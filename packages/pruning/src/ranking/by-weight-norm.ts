import { oneOf, options, type OptionTable } from "@reciprocal/guards";
import { layerKernel, type MappingLayer } from "@reciprocal/network";
import { nodeLayers } from "../node-layers.js";
import type { Ranking } from "./ranking.js";

/** Options of `byWeightNorm`. */
export interface WeightNormOptions {
  /** Weights that come into a node, that go out of it, or the product of both norms. Default `incoming`. */
  readonly direction?: "incoming" | "outgoing" | "both";
  /** 1: Σ|w|, 2 (default): √Σw². */
  readonly norm?: 1 | 2;
}

const table = options(
  () =>
    ({
      direction: oneOf(["incoming", "outgoing", "both"]).default("incoming"),
      norm: oneOf([1, 2]).default(2),
    }) satisfies OptionTable<WeightNormOptions>,
);

/**
 * Nodes by the norm of their weights w, whatever the layer makes them of; what masks hide counts as zero. Inputs have no
 * incoming weights: `incoming` leaves them out, and `both` takes their outgoing ones alone.
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byWeightNorm, mask, networkSize } from "@reciprocal/pruning";
 *
 * const layers = [{ kind: "dense", units: 50, activation: "relu" }, { kind: "dense", units: 10 }] as const;
 * const network = createNetwork({ inputShape: 784, layers });
 * console.log(networkSize(mask(network, { by: byWeightNorm(), amount: { percentile: 20 } })).activeNodes);
 * // => 40
 */
export function byWeightNorm(given: WeightNormOptions = {}): Ranking {
  const { direction, norm } = table.read("byWeightNorm", given);
  return {
    name: `${direction} weights`,
    of: "nodes",
    scores: (network) =>
      nodeLayers(network).flatMap(({ layer, nodes, from, to }) => {
        const incoming = direction !== "outgoing" && from && norms(from, norm).rows;
        const outgoing = direction !== "incoming" && norms(to, norm).columns;
        if (!incoming && !outgoing) return [];
        const scores = Float64Array.from(
          { length: nodes },
          (_, i) => (incoming ? incoming[i]! : 1) * (outgoing ? outgoing[i]! : 1),
        );
        return [{ layer, scores }];
      }),
  };
}

function norms(layer: MappingLayer, norm: 1 | 2): { rows: Float64Array; columns: Float64Array } {
  const rows = new Float64Array(layer.outputs);
  const columns = new Float64Array(layer.inputs);
  layerKernel(layer).forEach((w, index) => {
    const size = Math.abs(w) ** norm;
    rows[Math.floor(index / layer.inputs)]! += size;
    columns[index % layer.inputs]! += size;
  });
  const root = (sum: number) => sum ** (1 / norm);
  return { rows: rows.map(root), columns: columns.map(root) };
}
