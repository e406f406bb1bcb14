import { checkAmount } from "../amount.js";
import type { MeasureOptions } from "../pruned.js";
import type { RankedChoice } from "../ranked-choice.js";
import type { Ranking } from "../ranking.js";
import { checkChoice, checkFunction, checkList, checkObject, checkWhole } from "./check-options.js";

/**
 * Checks all of a choice that needs no network, so that a schedule can fail before it trains.
 *
 * @throws {TypeError | RangeError} for a ranking, an amount or a metric that is none, a `maxDrop` without a metric, layers named
 * twice, or a wrong `keepAtLeast`
 */
export function checkRankedChoice(
  where: string,
  { by, amount, layers = [], keepAtLeast = 1, metric }: RankedChoice & MeasureOptions,
): void {
  checkRanking(where, by);
  checkAmount(where, amount);
  if (metric !== undefined) checkFunction(where, "metric", metric);
  if ("maxDrop" in amount && !metric) throw new TypeError(`${where}: an amount of maxDrop needs a metric`);
  checkList(where, "layers", layers);
  checkWhole(where, "keepAtLeast", keepAtLeast);
  const twice = layers.find((layer, index) => layers.indexOf(layer) !== index);
  if (twice === undefined) return;
  throw new RangeError(`${where}: layers must name each layer once, got ${twice} twice`);
}

/** @throws {TypeError} for a ranking that is none, such as a function that makes one and was not called */
export function checkRanking(where: string, by: Ranking): void {
  checkObject(where, "by", by, " such as byEigenvalue()");
  checkFunction(where, "by.scores", (by as { scores: unknown }).scores);
  checkChoice(where, "what the ranking is of", by.of, ["nodes", "weights"]);
}
