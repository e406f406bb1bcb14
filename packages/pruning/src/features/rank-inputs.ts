import { options, type OptionTable } from "@reciprocal/guards";
import { inputSize, type Network } from "@reciprocal/network";
import { rankingRule } from "../choose/ranked-choice.js";
import { checkOrder } from "../ranking/check-order.js";
import { inputLayer } from "../node-layers.js";
import { byEigenvalue } from "../ranking/by-eigenvalue.js";
import type { Ranking } from "../ranking/ranking.js";
import { bestFirst } from "./best-first.js";

/** Options of `rankInputs`. */
export interface RankInputsOptions {
  /** Default `byEigenvalue({ spectrum: "in" })`: by λ_in (arXiv:2406.01183), whatever constant the spectra share. */
  readonly by?: Ranking;
}

/** How relevant each input is. */
export interface InputRanking {
  /** One per input; the larger, the more relevant. */
  readonly scores: Float64Array;
  /** The inputs, the most relevant one first; of equal scores the lower index first. */
  readonly order: Uint32Array;
}

const table = options(
  () =>
    ({
      by: rankingRule().default(byEigenvalue({ spectrum: "in" })),
    }) satisfies OptionTable<RankInputsOptions>,
);

/**
 * Ranks the inputs of a trained network. Inputs of different scale are comparable only if the data were brought to one
 * scale before training: λ_in is a factor on the input. If φ trains as well, it takes over what λ_in would say, and the
 * scores of the default ranking are noise: freeze φ, or rank by `byLossEffect(samples)`.
 *
 * @param network - a trained one
 * @throws {TypeError} if the ranking has no scores for the inputs
 * @throws {RangeError} for a score that is NaN, and unless there is one for every input
 *
 * @example
 * import { createNetwork, withParameters } from "@reciprocal/network";
 * import { rankInputs } from "@reciprocal/pruning";
 *
 * const network = createNetwork({ inputShape: 3, layers: [{ kind: "spectral", units: 2 }] });
 * const trained = withParameters(network, [{ layer: 0, name: "lambdaIn", values: [0.1, 2, -1] }]);
 * console.log(rankInputs(trained).order);
 * // => Uint32Array(3) [ 1, 2, 0 ]
 */
export function rankInputs(network: Network, given: RankInputsOptions = {}): InputRanking {
  const { by } = table.read("rankInputs", given);
  const scores = by.scores(network).find(({ layer }) => layer === inputLayer)?.scores;
  if (by.of !== "nodes" || !scores) {
    throw new TypeError(`rankInputs: the ranking by ${by.name} has no scores for the inputs`);
  }
  checkOrder(`rankInputs: the ranking by ${by.name}`, scores, {
    layer: inputLayer,
    length: inputSize(network),
  });
  return { scores, order: bestFirst(scores) };
}
