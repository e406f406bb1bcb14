import { show } from "@reciprocal/guards";
import type { Network } from "@reciprocal/network";
import { checkOrder } from "../ranking/check-order.js";
import type { LayerScores, Ranking } from "../ranking/ranking.js";
import { sum } from "../sum.js";
import type { RankedChoice } from "./ranked-choice.js";
import { removableLayers } from "./removable-layers.js";
import type { Removal } from "./removal.js";

/** The nodes or weights of one layer that may go. */
export interface Candidates {
  readonly layer: number;
  /** How many there are, masked ones included. */
  readonly total: number;
  /** Those that a mask hides already. */
  readonly masked: number;
  /** Those that may go, the first to go first; it leaves out those that `keepAtLeast` keeps. */
  readonly order: readonly Candidate[];
}

export interface Candidate {
  readonly layer: number;
  readonly index: number;
  readonly score: number;
}

/** Ranks what may go in each of the chosen layers; of equal scores the one with the lower index goes first. */
export function rankCandidates(
  where: string,
  network: Network,
  { by, layers, keepAtLeast = 1 }: Omit<RankedChoice, "amount">,
): Candidates[] {
  const all = removableLayers(network, by.of);
  const wanted = layers ?? all.flatMap(({ layer, isDefault }) => (isDefault ? [layer] : []));
  const scored: unknown = by.scores(network);
  if (!Array.isArray(scored)) {
    throw new TypeError(`${where}: the ranking by ${by.name} must give an array, got ${show(scored)}`);
  }
  return wanted.map((layer) => {
    const found = all.find((candidate) => candidate.layer === layer);
    if (!found) {
      throw new RangeError(
        `${where}: layers with ${by.of} that may go are ${all.map((one) => one.layer).join(", ") || "none"}, got ${layer}`,
      );
    }
    const { hidden } = found;
    const masked = sum(hidden);
    const order = rank(layer, scoresOf(where, by, layer, scored, hidden.length), hidden);
    const max = Math.max(0, hidden.length - masked - keepAtLeast);
    return { layer, total: hidden.length, masked, order: order.slice(0, max) };
  });
}

/** The first `count` of all layers together. */
export function firstOf(candidates: readonly Candidates[], count: number): Candidate[] {
  const [first, ...rest] = candidates;
  if (!first) return [];
  if (rest.length === 0) return first.order.slice(0, count);
  // the sort is stable, so layers keep their order if scores are equal
  return candidates
    .flatMap(({ order }) => order)
    .sort((a, b) => a.score - b.score)
    .slice(0, count);
}

/** By layer, as masks take them. */
export function toRemovals(chosen: readonly Candidate[]): Removal[] {
  const byLayer = new Map<number, number[]>();
  for (const { layer, index } of chosen) {
    const indices = byLayer.get(layer);
    if (indices) indices.push(index);
    else byLayer.set(layer, [index]);
  }
  return Array.from(byLayer, ([layer, indices]) => ({ layer, indices }));
}

function scoresOf(
  where: string,
  by: Ranking,
  layer: number,
  scored: readonly LayerScores[],
  length: number,
): Float64Array {
  const ranking = `${where}: the ranking by ${by.name}`;
  const scores = scored.find((candidate) => candidate.layer === layer)?.scores;
  if (!scores) throw new TypeError(`${ranking} has no scores for layer ${layer}`);
  checkOrder(ranking, scores, { layer, length });
  return scores;
}

function rank(layer: number, scores: Float64Array, hidden: Uint8Array): Candidate[] {
  const order: Candidate[] = [];
  scores.forEach((score, index) => {
    if (!hidden[index] && score < Infinity) order.push({ layer, index, score });
  });
  return order.sort((a, b) => a.score - b.score);
}
