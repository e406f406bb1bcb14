import { check, integer } from "@reciprocal/guards";
import { bestFirst } from "./best-first.js";
import { checkScores } from "./check-scores.js";

/**
 * The share of the k highest-scored features that are relevant; of equal scores the lower index counts as higher.
 *
 * @param scores - one per feature
 * @param relevant - indices of the relevant ones
 * @param k - default as many as are relevant
 * @throws {RangeError} for scores that are not finite, indices that do not exist, or a k out of range
 *
 * @example
 * import { precisionAtK } from "@reciprocal/pruning";
 *
 * console.log(precisionAtK([0.9, 0.1, 0.8, 0.2], [0, 3]));
 * // => 0.5
 */
export function precisionAtK(scores: ArrayLike<number>, relevant: Iterable<number>, k?: number): number {
  checkScores("precisionAtK", scores);
  const known = new Set(relevant);
  const place = integer({ min: 0, max: scores.length - 1 });
  for (const index of known) check(place, "precisionAtK", "each of relevant", index);
  const count = check(integer({ min: 1, max: scores.length }), "precisionAtK", "k", k ?? known.size);
  return (
    bestFirst(scores)
      .subarray(0, count)
      .filter((index) => known.has(index)).length / count
  );
}
