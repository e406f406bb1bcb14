import type { Network } from "@reciprocal/network";
import type { LayerScores, Ranking } from "../ranking.js";
import type { Removal } from "../removal.js";
import { checkList } from "./check-options.js";
import { removableLayers } from "./removable-layers.js";
import { sum } from "./sum.js";

/** The nodes or weights of one layer that may go. */
export interface Candidates {
  readonly layer: number;
  /** All that there are, masked ones too. */
  readonly total: number;
  /** Those that a mask hides already. */
  readonly masked: number;
  /** Those that may go, the first to go first; never so many that fewer than are to be kept would be left. */
  readonly order: readonly Candidate[];
}

export interface Candidate {
  readonly layer: number;
  readonly index: number;
  readonly score: number;
}

/** Ranks what may go in each of the chosen layers; of equal scores the one with the lower index goes first. */
export async function rankCandidates(
  network: Network,
  { by, layers, keepAtLeast }: { by: Ranking; layers: readonly number[] | undefined; keepAtLeast: number },
): Promise<Candidates[]> {
  const all = removableLayers(network, by.of);
  const wanted = layers ?? all.flatMap(({ layer, isUsual }) => (isUsual ? [layer] : []));
  const scored = await by.scores(network);
  checkList("mask", `what the ranking by ${by.name} gives`, scored);
  return wanted.map((layer) => {
    const found = all.find((candidate) => candidate.layer === layer);
    if (!found) {
      throw new RangeError(
        `mask: layers with ${by.of} that may go are ${all.map((one) => one.layer).join(", ") || "none"}, got ${layer}`,
      );
    }
    const { hidden } = found;
    const masked = sum(hidden);
    const order = rank(layer, checkScores(by, layer, scored, hidden.length), hidden);
    const most = Math.max(0, hidden.length - masked - keepAtLeast);
    return { layer, total: hidden.length, masked, order: order.slice(0, most) };
  });
}

/** The first so many of all layers together. */
export function firstOf(candidates: readonly Candidates[], count: number): Candidate[] {
  const [first, ...rest] = candidates;
  if (!first) return [];
  if (rest.length === 0) return first.order.slice(0, count);
  // the sort is stable, so layers keep their order where scores are equal
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

function checkScores(
  by: Ranking,
  layer: number,
  scored: readonly LayerScores[],
  length: number,
): Float64Array {
  const scores = scored.find((candidate) => candidate.layer === layer)?.scores;
  if (!scores) throw new TypeError(`mask: the ranking by ${by.name} has no scores for layer ${layer}`);
  if (scores.length !== length) {
    throw new RangeError(
      `mask: the ranking by ${by.name} needs ${length} scores for layer ${layer}, got ${scores.length}`,
    );
  }
  const wrong = scores.findIndex((score) => Number.isNaN(score));
  if (wrong === -1) return scores;
  throw new RangeError(`mask: the ranking by ${by.name} gives NaN to number ${wrong} of layer ${layer}`);
}

function rank(layer: number, scores: Float64Array, hidden: Uint8Array): Candidate[] {
  const order: Candidate[] = [];
  scores.forEach((score, index) => {
    if (!hidden[index] && score < Infinity) order.push({ layer, index, score });
  });
  return order.sort((a, b) => a.score - b.score);
}
