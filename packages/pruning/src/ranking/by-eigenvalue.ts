import { oneOf, options, type OptionTable } from "@reciprocal/guards";
import { isReciprocal, type MappingLayer } from "@reciprocal/network";
import { nodeLayers } from "../node-layers.js";
import type { Ranking } from "./ranking.js";

/** Options of `byEigenvalue`. */
export interface EigenvalueOptions {
  /**
   * Which of a node's two eigenvalues count: `out`, its λ_out in the mapping that it comes from (arXiv:2108.00940);
   * `in`, its λ_in in the mapping that reads it (arXiv:2406.01183 for inputs); `both` (default), the product of the two.
   */
  readonly spectrum?: "in" | "out" | "both";
}

const table = options(
  () => ({ spectrum: oneOf(["in", "out", "both"]).default("both") }) satisfies OptionTable<EigenvalueOptions>,
);

/**
 * Nodes by eigenvalue. The weights of a node are its gaps to the other spectrum times φ: w_hj = (λ_in_j − λ_out_h) φ_hj
 * coming in and w_ih = (λ_in_h − λ_out_i) φ_ih going out. Its score is the root mean square of its gaps,
 *
 * √(mean_j (λ_in_j − λ_out_h)²) for `out`, √(mean_i (λ_in_h − λ_out_i)²) for `in`,
 *
 * which does not change if one constant is added to both spectra of a layer, while |λ| does. If the other spectrum is all
 * zero, it is |λ|, the ranking of arXiv:2108.00940.
 *
 * With `both` a mapping without eigenvalues counts as 1.
 * Weak point: it looks at no entry of φ. If φ was trained, its rows may differ, and `byWeightNorm` sees more.
 *
 * @throws {TypeError} from `scores`, if no mapping next to the nodes has the eigenvalues asked for
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byEigenvalue } from "@reciprocal/pruning";
 *
 * const layers = [{ kind: "spectral", units: 50, activation: "relu" }, { kind: "dense", units: 10 }] as const;
 * const [hidden] = byEigenvalue().scores(createNetwork({ inputShape: 784, layers }));
 * console.log(hidden!.layer, hidden!.scores.length, hidden!.scores[0]);
 * // => -1 784 1
 */
export function byEigenvalue(given: EigenvalueOptions = {}): Ranking {
  const { spectrum } = table.read("byEigenvalue", given);
  return {
    name: `eigenvalue (${spectrum})`,
    of: "nodes",
    scores(network) {
      const ranked = nodeLayers(network).flatMap(({ layer, nodes, from, to }) => {
        const out = spectrum !== "in" && from && gaps(from, "lambdaOut", "lambdaIn");
        const into = spectrum !== "out" && gaps(to, "lambdaIn", "lambdaOut");
        if (!out && !into) return [];
        const scores = Float64Array.from(
          { length: nodes },
          (_, i) => (out ? out[i]! : 1) * (into ? into[i]! : 1),
        );
        return [{ layer, scores }];
      });
      if (ranked.length > 0) return ranked;
      throw new TypeError("byEigenvalue: needs a mapping with eigenvalues next to the nodes, got none");
    },
  };
}

/** The root mean square of the gaps between each eigenvalue of one spectrum and all of the other. */
function gaps(
  layer: MappingLayer,
  own: "lambdaIn" | "lambdaOut",
  other: "lambdaIn" | "lambdaOut",
): Float64Array | undefined {
  if (!isReciprocal(layer)) return undefined;
  const others = layer[other];
  const mean = others.reduce((sum, value) => sum + value, 0) / others.length;
  const variance = others.reduce((sum, value) => sum + (value - mean) ** 2, 0) / others.length;
  return Float64Array.from(layer[own], (value) => Math.sqrt((value - mean) ** 2 + variance));
}
