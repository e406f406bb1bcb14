import { bestFirst } from "./internal/best-first.js";
import { checkWhole } from "./internal/check-options.js";
import { checkScores } from "./internal/check-scores.js";

/**
 * The share of the k highest-scored features that are relevant; of equal scores the lower index counts as higher.
 *
 * @param scores - one per feature
 * @param relevant - indices of the relevant ones
 * @param k - default as many as are relevant
 * @throws {RangeError} for scores that are not finite, relevant ones that are not there, or a k out of range
 */
export function precisionAtK(scores: ArrayLike<number>, relevant: Iterable<number>, k?: number): number {
  checkScores("precisionAtK", scores);
  const known = new Set(relevant);
  for (const index of known) {
    if (Number.isInteger(index) && 0 <= index && index < scores.length) continue;
    throw new RangeError(`precisionAtK: relevant ones must be from 0 to ${scores.length - 1}, got ${index}`);
  }
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
