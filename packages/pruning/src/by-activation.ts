import { inputSize } from "@reciprocal/network";
import { checkChoice, checkOptions } from "./internal/check-options.js";
import { trace } from "./internal/trace.js";
import { nodeLayers } from "./node-layers.js";
import type { Ranking } from "./ranking.js";

export interface ActivationOptions {
  /**
   * `deviation` (default): the standard deviation of a node's output over the data; a node that always gives the same
   * can be replaced by a bias. `absolute`: the mean of |output|.
   */
  readonly measure?: "deviation" | "absolute";
}

/**
 * Nodes by what they give on data, activation included. Computed in plain float64, all samples at once: some thousand are
 * enough, and many more slow.
 *
 * @param inputs - samples × network.inputs, row-major; not modified
 */
export function byActivation(inputs: Float32Array, options: ActivationOptions = {}): Ranking {
  checkOptions("byActivation", options, ["measure"]);
  const { measure = "deviation" } = options;
  checkChoice("byActivation", "measure", measure, ["deviation", "absolute"]);
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
        const centre = mean((a) => a);
        return { layer, scores: mean((a, node) => (a - centre[node]!) ** 2).map(Math.sqrt) };
      });
    },
  };
}
