import { byEigenvalue } from "./by-eigenvalue.js";
import { bestFirst } from "./internal/best-first.js";
import { checkRanking } from "./internal/check-ranked-choice.js";
import { checkOptions } from "./internal/check-options.js";
import { networkOf } from "./network-of.js";
import { inputLayer } from "./node-layers.js";
import type { Start } from "./pruned.js";
import type { Ranking } from "./ranking.js";

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

/**
 * Ranks the inputs of a trained network. Inputs of different scale are comparable only where the data were brought to
 * one scale before training: λ_in is a factor on the input. Where φ trains as well, it takes over what λ_in would say,
 * and the scores of the default ranking are noise: freeze φ, or rank by `byLossEffect(samples)`.
 *
 * @throws {TypeError} where the ranking has no scores for the inputs
 */
export async function rankInputs(start: Start, options: RankInputsOptions = {}): Promise<InputRanking> {
  checkOptions("rankInputs", options, ["by"]);
  const network = networkOf(start, "rankInputs");
  const { by = byEigenvalue({ spectrum: "in" }) } = options;
  checkRanking("rankInputs", by);
  const scores = (await by.scores(network)).find(({ layer }) => layer === inputLayer)?.scores;
  if (by.of !== "nodes" || !scores) {
    throw new TypeError(`rankInputs: the ranking by ${by.name} has no scores for the inputs`);
  }
  return { scores, order: bestFirst(scores) };
}
