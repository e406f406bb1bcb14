import { type Candidate, type Candidates, firstOf } from "./candidates.js";

/** The first `count` of all layers together. */
export function byCount(
  candidates: readonly Candidates[],
  count: number,
  of: "nodes" | "weights",
): Candidate[] {
  const all = firstOf(candidates, Infinity);
  if (count <= all.length) return all.slice(0, count);
  throw new RangeError(`mask: count must be at most ${all.length}, the ${of} that may go, got ${count}`);
}
