import type { Network } from "@reciprocal/network";
import { byBudget } from "./by-budget.js";
import { byCount } from "./by-count.js";
import { byShare } from "./by-share.js";
import { budgetOf } from "./amount.js";
import { rankCandidates, toRemovals } from "./candidates.js";
import type { RankedChoice } from "./ranked-choice.js";
import type { Removal } from "./removal.js";

/** What a ranking and an amount, both checked before, take away. */
export function chooseRemovals(network: Network, choice: RankedChoice): Removal[] {
  const { by, amount } = choice;
  const candidates = rankCandidates("mask", network, choice);
  if (amount.percentile !== undefined) return toRemovals(byShare(candidates, amount));
  if (amount.count !== undefined) return toRemovals(byCount(candidates, amount.count, by.of));
  return toRemovals(byBudget(network, candidates, by.of, budgetOf(amount)!));
}
