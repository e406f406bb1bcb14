import { checkObject, checkWhole } from "./internal/check-options.js";
import { show } from "./internal/show.js";

const budgets = ["parameters", "bytes", "denseBytes", "multiplyAdds"] as const;
const names = ["percentile", "count", ...budgets, "maxDrop"] as const;

type Name = (typeof names)[number];

/** One of the names with its number, and none of the others. */
type One<N extends Name> = { readonly [K in N]: number } & { readonly [K in Exclude<Name, N>]?: never } & {
  readonly across?: N extends "percentile" ? boolean : never;
};

/**
 * How much goes, in order of the ranking: one of
 *
 * - `percentile`: that many per cent of every layer, or of all layers together with `across`, those already masked
 *   counted in; scores of different layers are compared as they are (see `relativeScores`)
 * - `count`: so many more, over all layers
 * - `parameters`, `bytes`, `denseBytes`, `multiplyAdds`: as many as it takes for the network to fit, once shrunk (of
 *   nodes; see `networkSize`), or once in sparse rows (of weights; see `sparseSize`, which has no `denseBytes`). `bytes`
 *   are those stored: matrices that recipes make count nothing, and pruning cannot shrink what a seed stands for, so that
 *   of spectral, S-SVD and S-QR layers as they are created `denseBytes` says more
 * - `maxDrop`: as many as can go before the metric falls by more than that, found by bisection; a metric that rises
 *   is no damage
 *
 * A count of more than may go is an error, as is a budget that cannot be met.
 */
export type Amount = { [N in Name]: One<N> }[Name];

/** The budget in an amount, where it is one. */
export function budgetOf(amount: Amount): { name: (typeof budgets)[number]; limit: number } | undefined {
  const name = budgets.find((budget) => amount[budget] !== undefined);
  return name && { name, limit: amount[name]! };
}

/** @throws {TypeError | RangeError} for an amount that is none */
export function checkAmount(where: string, amount: Amount): void {
  checkObject(where, "amount", amount);
  const given = names.filter((name) => Object.hasOwn(amount, name));
  const unknown = Object.keys(amount).filter(
    (name) => !(given as string[]).includes(name) && !(name === "across" && "percentile" in amount),
  );
  if (given.length !== 1 || unknown.length > 0) {
    throw new TypeError(
      `${where}: amount must be only one of ${names.join(", ")}, got ${Object.keys(amount).join(", ") || "nothing"}`,
    );
  }
  const name = given[0]!;
  const value: unknown = amount[name];
  if (!(typeof value === "number" && value >= 0)) {
    throw new RangeError(`${where}: ${name} must be a number from 0, got ${show(value)}`);
  }
  if (name === "percentile" && !(value <= 100)) {
    throw new RangeError(`${where}: percentile must be from 0 to 100, got ${value}`);
  }
  if (name === "count") checkWhole(where, name, value, 0);
}
