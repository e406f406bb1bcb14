import { oneOf, options, type OptionTable, show } from "@reciprocal/guards";
import { type Inputs, inputSize } from "@reciprocal/network";
import { trace } from "../internal/trace.js";
import { nodeLayers } from "../node-layers.js";
import type { Ranking } from "./ranking.js";

/** Options of `byActivation`. */
export interface ActivationOptions {
  /**
   * `deviation` (default): the standard deviation of a node's output over the data; a node that always gives the same
   * can be replaced by a bias. `absolute`: the mean of |output|.
   */
  readonly measure?: "deviation" | "absolute";
}

const table = options(
  () =>
    ({
      measure: oneOf(["deviation", "absolute"]).default("deviation"),
    }) satisfies OptionTable<ActivationOptions>,
);

/**
 * Nodes by what they give on data, activation included. Computed in plain float64, all samples at once: some thousand
 * samples are enough, and many more are slow.
 *
 * @param inputs - samples × inputs, every sample row-major, bytes as in samples; not modified
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 * import { createNetwork } from "@reciprocal/network";
 * import { byActivation, mask, networkSize } from "@reciprocal/pruning";
 *
 * const { inputs } = digits({ train: 100, test: 1 }).train;
 * const layers = [{ kind: "dense", units: 50, activation: "relu" }, { kind: "dense", units: 10 }] as const;
 * const masked = mask(createNetwork({ inputShape: 784, layers }), { by: byActivation(inputs), amount: { count: 20 } });
 * console.log(networkSize(masked).activeNodes);
 * // => 30
 */
export function byActivation(inputs: Inputs, given: ActivationOptions = {}): Ranking {
  if (!(inputs instanceof Float32Array || inputs instanceof Uint8Array)) {
    throw new TypeError(`byActivation: inputs must be a Float32Array or a Uint8Array, got ${show(inputs)}`);
  }
  const { measure } = table.read("byActivation", given);
  return {
    name: `activation (${measure})`,
    of: "nodes",
    scores(network) {
      const values = trace(network, inputs);
      const samples = inputs.length / inputSize(network);
      return nodeLayers(network).map(({ layer, nodes, toLayer }) => {
        const mean = (value: (a: number, node: number) => number) => {
          const sums = new Float64Array(nodes);
          values[toLayer]!.forEach((a, i) => (sums[i % nodes]! += value(a, i % nodes) / samples));
          return sums;
        };
        if (measure === "absolute") return { layer, scores: mean(Math.abs) };
        const center = mean((a) => a);
        return { layer, scores: mean((a, node) => (a - center[node]!) ** 2).map(Math.sqrt) };
      });
    },
  };
}
