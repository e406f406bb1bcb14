import { bestFirst } from "./internal/best-first.js";
import { checkWhole } from "./internal/check-options.js";

/**
 * The share of the k highest-scored features that are relevant; of equal scores the lower index counts as higher.
 *
 * @param scores - one per feature
 * @param relevant - indices of the relevant ones
 * @param k - default as many as are relevant
 */
export function precisionAtK(scores: ArrayLike<number>, relevant: Iterable<number>, k?: number): number {
  const known = new Set(relevant);
  const count = k ?? known.size;
  checkWhole("precisionAtK", "k", count);
  if (count > scores.length) {
    throw new RangeError(`precisionAtK: k must be at most ${scores.length}, got ${count}`);
  }
  return (
    bestFirst(scores)
      .subarray(0, count)
      .filter((index) => known.has(index)).length / count
  );
}
