/**
 * How much goes, in order of the ranking.
 *
 * - `percentile`: that many per cent of every layer, or of all layers together with `across`, those already masked
 *   counted in; scores of different layers are compared as they are (see `relativeScores`)
 * - `count`: so many more, over all layers
 * - `parameters`, `bytes`: as many as it takes for the network to fit, once shrunk (of nodes), or once in sparse rows
 *   (of weights); see `networkSize` and `SparseNetwork`
 * - `maxDrop`: as many as can go before the metric falls by more than that, found by bisection; a metric that rises
 *   is no damage
 */
export type Amount =
  | { readonly percentile: number; readonly across?: boolean }
  | { readonly count: number }
  | { readonly parameters: number }
  | { readonly bytes: number }
  | { readonly maxDrop: number };

const names = ["percentile", "count", "parameters", "bytes", "maxDrop"] as const;

/** @throws {TypeError | RangeError} for an amount that is none */
export function checkAmount(where: string, amount: Amount): void {
  const given = names.filter((name) => Object.hasOwn(amount, name));
  const unknown = Object.keys(amount).filter(
    (name) => !(given as string[]).includes(name) && !(name === "across" && "percentile" in amount),
  );
  if (given.length !== 1 || unknown.length > 0) {
    throw new TypeError(
      `${where}: amount must be one of ${names.join(", ")}, got ${Object.keys(amount).join(", ") || "nothing"}`,
    );
  }
  const name = given[0]!;
  const value = (amount as Readonly<Record<string, unknown>>)[name];
  if (!(typeof value === "number" && value >= 0)) {
    throw new RangeError(`${where}: ${name} must be a number from 0, got ${String(value)}`);
  }
  if (name === "percentile" && !(value <= 100)) {
    throw new RangeError(`${where}: percentile must be from 0 to 100, got ${value}`);
  }
  if (name === "count" && !Number.isSafeInteger(value)) {
    throw new RangeError(`${where}: count must be a whole number, got ${value}`);
  }
}
