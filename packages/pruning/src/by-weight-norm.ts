import { layerKernel, type MappingLayer } from "@reciprocal/network";
import { checkChoice, checkOptions } from "./internal/check-options.js";
import { nodeLayers } from "./node-layers.js";
import type { Ranking } from "./ranking.js";

export interface WeightNormOptions {
  /** Weights that come into a node, that go out of it, or the product of both norms. Default `incoming`. */
  readonly direction?: "incoming" | "outgoing" | "both";
  /** 1: Σ|w|, 2 (default): √Σw². */
  readonly norm?: 1 | 2;
}

/**
 * Nodes by the norm of their weights w, whatever these are made of; what masks hide counts as zero. Inputs have no
 * incoming weights: `incoming` leaves them out, and `both` takes their outgoing ones alone.
 */
export function byWeightNorm(options: WeightNormOptions = {}): Ranking {
  checkOptions("byWeightNorm", options, ["direction", "norm"]);
  const { direction = "incoming", norm = 2 } = options;
  checkChoice("byWeightNorm", "direction", direction, ["incoming", "outgoing", "both"]);
  if (!(norm === 1 || norm === 2)) {
    throw new RangeError(`byWeightNorm: norm must be 1 or 2, got ${String(norm)}`);
  }
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
