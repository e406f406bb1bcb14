import type { Network } from "@reciprocal/network";

/** How important each node of one layer, or each weight of one mapping, is. */
export interface LayerScores {
  /** Of nodes: `inputLayer` (−1), or the index of the mapping whose outputs they are. Of weights: that of the mapping. */
  readonly layer: number;
  /** One per node, or one per weight (m×n, row-major); the larger, the longer it stays. Infinity: never removed. */
  readonly scores: Float64Array;
}

/**
 * A way to say what may go first. Your own ranking is an object like this one:
 * `{ name: "last first", of: "nodes", scores: (network) => … }`.
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byWeightNorm } from "@reciprocal/pruning";
 *
 * const layers = [{ kind: "dense", units: 3 }, { kind: "dense", units: 2 }] as const;
 * const ranking = byWeightNorm();
 * console.log(ranking.of, ranking.scores(createNetwork({ inputShape: 4, layers })).map(({ scores }) => scores.length));
 * // => nodes [ 3 ]
 */
export interface Ranking {
  /** For reports and errors. */
  readonly name: string;
  /** What it ranks. */
  readonly of: "nodes" | "weights";
  /**
   * One entry for each layer that it can rank; the caller picks from them. The same network gives the same scores.
   *
   * @param network - whose nodes or weights to rank
   */
  scores(network: Network): readonly LayerScores[];
}

/**
 * The same order within every layer, with each layer's scores divided by their mean: for amounts across layers whose
 * scores differ in scale. A layer of zeros stays as it is, and so does one whose scores sum to more than float64 holds.
 *
 * @param ranking - whose scores to divide
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byWeightNorm, mask, networkSize, relativeScores } from "@reciprocal/pruning";
 *
 * const layers = [{ kind: "dense", units: 50 }, { kind: "dense", units: 20 }, { kind: "dense", units: 10 }] as const;
 * const network = createNetwork({ inputShape: 784, layers });
 * console.log(networkSize(mask(network, { by: relativeScores(byWeightNorm()), amount: { percentile: 50 } })).activeNodes);
 * // => 35
 */
export function relativeScores(ranking: Ranking): Ranking {
  return {
    name: `${ranking.name}, relative`,
    of: ranking.of,
    scores(network) {
      return ranking.scores(network).map(({ layer, scores }) => {
        const finite = scores.filter(Number.isFinite);
        const mean = finite.reduce((sum, score) => sum + score, 0) / finite.length;
        // a mean that overflowed would make all scores 0
        return { layer, scores: mean > 0 && mean < Infinity ? scores.map((score) => score / mean) : scores };
      });
    },
  };
}
