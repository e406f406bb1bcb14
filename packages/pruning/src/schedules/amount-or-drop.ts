import { isObject, options, type OptionTable, type Rule, ruleOf } from "@reciprocal/guards";
import type { Network } from "@reciprocal/network";
import { type Amount, amountRule } from "../choose/amount.js";
import type { RankedChoice } from "../choose/ranked-choice.js";
import { mask } from "../mask.js";
import { type MaxDrop, maxDropRules, maskWithinDrop } from "../mask-within-drop.js";

/** How much goes: a fixed amount, or as much as a metric allows. */
export type AmountOrDrop = Amount | MaxDrop;

/** Which nodes or weights a schedule takes: as `mask`, but also by what a metric allows. */
export interface ScheduledChoice extends Omit<RankedChoice, "amount"> {
  /** How many go, or how far a metric may fall. */
  readonly amount: AmountOrDrop;
}

const drop = options(() => maxDropRules() satisfies OptionTable<MaxDrop>);

export function amountOrDropRule(): Rule<AmountOrDrop> {
  const amount = amountRule();
  return ruleOf<AmountOrDrop>(amount.needed, (where, name, value) =>
    isObject(value) && "maxDrop" in value
      ? drop.read(`${where}: ${name}`, value)
      : amount.read(where, name, value),
  );
}

export async function maskBy(network: Network, choice: ScheduledChoice): Promise<Network> {
  const { amount, ...rest } = choice;
  return "maxDrop" in amount
    ? maskWithinDrop(network, { ...rest, ...amount })
    : mask(network, { ...rest, amount });
}
