import { check, object, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { layerKernel, type Loss, losses, type Samples } from "@reciprocal/network";
import { valueSlopes, weightSlopes } from "../internal/loss-slopes.js";
import { nodeLayers } from "../node-layers.js";
import { measurable } from "../samples.js";
import type { Ranking } from "./ranking.js";
import { silentValues } from "./silent-values.js";

/** Options of `byLossEffect`. */
export interface LossEffectOptions {
  /** Default: what fits the end of the network, as for `fit`: cross-entropy after a softmax. */
  readonly loss?: Loss;
  /** Default `nodes`. */
  readonly of?: "nodes" | "weights";
}

const table = options(
  () =>
    ({
      loss: oneOf(losses).optional(),
      of: oneOf(["nodes", "weights"]).default("nodes"),
    }) satisfies OptionTable<LossEffectOptions>,
);

/**
 * Nodes or weights by what their removal does to the loss, to first order on the given samples.
 *
 * A node: mean over samples of |(a − a(b)) ∂L/∂a|, with a its output and a(b) what it gives once it is cut off (0 for an
 * input; after P. Molchanov et al., arXiv:1611.06440, who put 0 in place of a(b)). Absolute values are taken sample by
 * sample: the mean itself vanishes once training has converged. A weight: |w ∂L/∂w| of the mean loss.
 *
 * Gradients are computed in plain float64: some hundred samples are enough, and many thousands are slow.
 *
 * @param samples - some hundred samples with their labels or targets; not modified
 * @throws {ShapeError | RangeError | TypeError} from `scores`, if samples and network do not fit
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { byLossEffect, mask, networkSize } from "@reciprocal/pruning";
 *
 * const { train } = digits({ train: 100, test: 1 });
 * const ends = { kind: "dense", units: 10, activation: "softmax" } as const;
 * const layers = [{ kind: "dense", units: 50, activation: "relu" }, ends] as const;
 * const masked = mask(createNetwork({ inputShape: 784, layers }), { by: byLossEffect(train), amount: { count: 20 } });
 * console.log(networkSize(masked).activeNodes);
 * // => 30
 */
export function byLossEffect(samples: Samples, given: LossEffectOptions = {}): Ranking {
  const { loss, of } = table.read("byLossEffect", given);
  check(object(), "byLossEffect", "samples", samples);
  return {
    name: "effect on the loss",
    of,
    scores(network) {
      const places = nodeLayers(network);
      const measured = measurable("byLossEffect", network, { samples, loss });
      if (of === "weights") {
        const found = weightSlopes("byLossEffect", network, measured);
        return places.map(({ toLayer, to }) => {
          const slopes = found.get(toLayer)!;
          return { layer: toLayer, scores: layerKernel(to).map((w, i) => Math.abs(w * slopes[i]!)) };
        });
      }
      const layers = places.map(({ toLayer }) => toLayer);
      const found = valueSlopes("byLossEffect", network, { ...measured, layers });
      return places.map((place, at) => {
        const silent = silentValues(place);
        const { values, slopes } = found[at]!;
        const scores = new Float64Array(place.nodes);
        const count = values.length / place.nodes;
        values.forEach((a, i) => {
          const node = i % place.nodes;
          scores[node]! += Math.abs((a - silent[node]!) * slopes[i]!) / count;
        });
        return { layer: place.layer, scores };
      });
    },
  };
}
