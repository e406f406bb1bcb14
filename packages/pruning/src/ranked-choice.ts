import type { Amount } from "./amount.js";
import type { Ranking } from "./ranking.js";

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
