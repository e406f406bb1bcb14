import {
  callback,
  check,
  integer,
  isObject,
  list,
  oneOf,
  options,
  type OptionTable,
  type Rule,
  ruleOf,
  show,
} from "@reciprocal/guards";
import type { Ranking } from "../ranking/ranking.js";
import { type Amount, amountRule } from "./amount.js";

/** Which nodes or weights go. */
export interface RankedChoice {
  /** What goes first. */
  readonly by: Ranking;
  /** How much. */
  readonly amount: Amount;
  /** Layers as the ranking counts them; default all hidden nodes (`inputLayer` must be named), or the weights of all mappings. */
  readonly layers?: readonly number[];
  /** How many nodes or weights every layer keeps at least; default 1. */
  readonly keepAtLeast?: number;
}

/** The options that every choice by a ranking has. */
export const commonRules = () => ({
  by: rankingRule(),
  layers: layersRule().optional(),
  keepAtLeast: integer({ min: 1 }).default(1),
});

export const rankedChoice = options(
  () => ({ ...commonRules(), amount: amountRule() }) satisfies OptionTable<RankedChoice>,
);

/** A ranking, not the function that makes one. */
export function rankingRule(): Rule<Ranking> {
  return ruleOf("a ranking such as byEigenvalue()", (where, name, value) => {
    if (!isObject(value)) {
      throw new TypeError(`${where}: ${name} must be a ranking such as byEigenvalue(), got ${show(value)}`);
    }
    const ranking = value as Ranking;
    check(callback(), where, `${name}.scores`, (ranking as { scores: unknown }).scores);
    check(oneOf(["nodes", "weights"]), where, `${name}.of`, ranking.of);
    return ranking;
  });
}

function layersRule(): Rule<readonly number[]> {
  const integers = list(integer());
  return ruleOf(integers.needed, (where, name, value) => {
    const layers = integers.read(where, name, value);
    const twice = layers.find((layer, index) => layers.indexOf(layer) !== index);
    if (twice === undefined) return layers;
    throw new RangeError(`${where}: ${name} must name each layer once, got ${twice} twice`);
  });
}
