import { heading, list, type Block } from "@reciprocal/report";

/** Which runs a report does not have, in words. */
export function missingBlocks(missing: readonly string[]): Block[] {
  return missing.length === 0 ? [] : [heading(2, "Missing"), list(missing)];
}
