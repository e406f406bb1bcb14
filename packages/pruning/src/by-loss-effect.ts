import { layerKernel } from "@reciprocal/network";
import { checkChoice, checkObject, checkOptions } from "./internal/check-options.js";
import { type Loss, lossSlopes, weightSlopes } from "./internal/loss-slopes.js";
import { silentValues } from "./internal/silent-values.js";
import { nodeLayers } from "./node-layers.js";
import type { Ranking } from "./ranking.js";
import type { Samples } from "./samples.js";

export interface LossEffectOptions {
  /** Default `cross-entropy`, for which the network must end with a softmax. */
  readonly loss?: "cross-entropy" | "mean-squared-error";
  /** Default `nodes`. */
  readonly of?: "nodes" | "weights";
}

/**
 * Nodes or weights by what their removal does to the loss, to first order on the given samples.
 *
 * A node: mean over samples of |(a − a(b)) ∂L/∂a|, with a its output and a(b) what it gives once it is cut off (0 for an
 * input; after P. Molchanov et al., arXiv:1611.06440, who put 0 in place of a(b)). Absolute values are taken sample by
 * sample: the mean itself vanishes where training has converged. A weight: |w ∂L/∂w| of the mean loss.
 *
 * Gradients are computed in plain float64: some hundred samples are enough, and many thousands slow.
 *
 * @throws {ShapeError | RangeError | TypeError} from `scores`, where samples and network do not fit
 */
export function byLossEffect(samples: Samples, options: LossEffectOptions = {}): Ranking {
  checkOptions("byLossEffect", options, ["loss", "of"]);
  checkObject("byLossEffect", "samples", samples);
  const { loss = "cross-entropy", of = "nodes" } = options;
  checkChoice("byLossEffect", "loss", loss, ["cross-entropy", "mean-squared-error"] satisfies Loss[]);
  checkChoice("byLossEffect", "of", of, ["nodes", "weights"]);
  return {
    name: "effect on the loss",
    of,
    scores(network) {
      const found = lossSlopes("byLossEffect", network, samples, loss);
      return nodeLayers(network).map((nodes) => {
        const { toLayer, to, layer } = nodes;
        if (of === "weights") {
          const slopes = weightSlopes(found, toLayer);
          return { layer: toLayer, scores: layerKernel(to).map((w, i) => Math.abs(w * slopes[i]!)) };
        }
        const silent = silentValues(nodes);
        const scores = new Float64Array(nodes.nodes);
        found.values[toLayer]!.forEach((a, i) => {
          const node = i % nodes.nodes;
          scores[node]! += Math.abs((a - silent[node]!) * found.slopes[toLayer]![i]!) / found.samples;
        });
        return { layer, scores };
      });
    },
  };
}
