import { show } from "@reciprocal/guards";

/** A list of names for a message, cut if it is long; `none` for an empty one. */
export function nameList(names: readonly string[], max = 10): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, max).map(show);
  return shown.join(", ") + (names.length > max ? `, … (${names.length} in all)` : "");
}
