import { ShapeError } from "@reciprocal/spectral";

/**
 * @throws {ShapeError} if there are none
 * @throws {RangeError} unless all of them are finite
 */
export function checkScores(where: string, scores: ArrayLike<number>): void {
  if (scores.length === 0) throw new ShapeError(`${where}: needs at least one score, got none`);
  for (let i = 0; i < scores.length; i++) {
    if (Number.isFinite(scores[i])) continue;
    throw new RangeError(`${where}: scores must be finite, got ${scores[i]} at index ${i}`);
  }
}
