import { check, integer, isObject, limit, type Rule, ruleOf, show } from "@reciprocal/guards";
import { percentage } from "./percentage.js";

const budgets = ["parameters", "bytes", "denseBytes", "multiplyAdds"] as const;
const names = ["percentile", "count", ...budgets] as const;

type Name = (typeof names)[number];

/** One of the names with its number, and none of the others. */
type One<N extends Name> = { readonly [K in N]: number } & { readonly [K in Exclude<Name, N>]?: never } & {
  readonly across?: N extends "percentile" ? boolean : never;
};

/**
 * How much goes, in order of the ranking: one of
 *
 * - `percentile`: that many percent of every layer, or of all layers together with `across`, those already masked
 *   counted in; scores of different layers are compared as they are (see `relativeScores`). From 0 to 100, so half is 50;
 *   what lies between 0 and 1 is refused, since a share was meant
 * - `count`: that many more, over all layers
 * - `parameters`, `bytes`, `denseBytes`, `multiplyAdds`: as many as it takes for the network to fit, once shrunk (of
 *   nodes; see `networkSize`), or once in sparse rows (of weights; see `sparseSize`, which has no `denseBytes`). `bytes`
 *   are those stored: matrices that recipes make count nothing, and pruning cannot shrink what a seed stands for, so
 *   `denseBytes` says more of spectral, S-SVD and S-QR layers as they are created
 *
 * A count of more than may go is an error, as is a budget that cannot be met. For a limit on what a metric may lose see
 * `maskWithinDrop`.
 */
export type Amount = { [N in Name]: One<N> }[Name];

/** The budget in an amount, if it is one. */
export function budgetOf(amount: Amount): { name: (typeof budgets)[number]; limit: number } | undefined {
  const name = budgets.find((budget) => amount[budget] !== undefined);
  return name && { name, limit: amount[name]! };
}

/** Exactly one amount, within its bounds. */
export function amountRule(): Rule<Amount> {
  return ruleOf(`one of ${names.join(", ")}`, (where, name, value) => {
    if (!isObject(value)) throw new TypeError(`${where}: ${name} must be an object, got ${show(value)}`);
    const given = Object.keys(value);
    const chosen = names.filter((one) => Object.hasOwn(value, one));
    const isKnown = (one: string) => one === chosen[0] || (one === "across" && chosen[0] === "percentile");
    if (chosen.length !== 1 || !given.every(isKnown)) {
      throw new TypeError(
        `${where}: ${name} must be only one of ${names.join(", ")}, got ${given.join(", ") || "none"}`,
      );
    }
    const amount = value as Amount;
    check(boundsOf(chosen[0]!), where, chosen[0]!, amount[chosen[0]!]);
    return amount;
  });
}

function boundsOf(name: Name): Rule<number> {
  if (name === "percentile") return percentage();
  return name === "count" ? integer({ min: 0 }) : limit({ min: 0 });
}
