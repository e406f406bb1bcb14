import { type Candidate, type Candidates, firstOf } from "./candidates.js";

/** The first percent of every layer, or of all together; those already masked count. */
export function byShare(
  candidates: readonly Candidates[],
  { percentile, across }: { readonly percentile: number; readonly across?: boolean },
): Candidate[] {
  const share = (part: readonly Candidates[]) => {
    const sum = (name: "total" | "masked") => part.reduce((all, one) => all + one[name], 0);
    return firstOf(part, Math.max(0, Math.round((percentile / 100) * sum("total")) - sum("masked")));
  };
  return across ? share(candidates) : candidates.flatMap((one) => share([one]));
}
