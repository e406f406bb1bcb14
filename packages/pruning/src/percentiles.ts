import { checkOptions, checkWhole } from "./internal/check-options.js";

export interface PercentilesOptions {
  /** Per cent before the first step; default 0. */
  readonly from?: number;
  /** Per cent at the last step. */
  readonly to: number;
  readonly steps: number;
}

/**
 * Percentiles for gradual pruning: p_t = to + (from − to) (1 − t/steps)³ for t = 1 … steps. Much goes at first, while
 * much is redundant, and little at the end (M. Zhu, S. Gupta, arXiv:1710.01878).
 */
export function cubicPercentiles(options: PercentilesOptions): number[] {
  return percentiles("cubicPercentiles", options, 3);
}

/** Percentiles in equal steps: from + (to − from) t/steps for t = 1 … steps. */
export function linearPercentiles(options: PercentilesOptions): number[] {
  return percentiles("linearPercentiles", options, 1);
}

function percentiles(where: string, options: PercentilesOptions, power: number): number[] {
  checkOptions(where, options, ["from", "to", "steps"]);
  const { from = 0, to, steps } = options;
  checkWhole(where, "steps", steps);
  if (!(0 <= from && from <= to && to <= 100)) {
    throw new RangeError(`${where}: needs 0 ≤ from ≤ to ≤ 100, got from ${from} to ${to}`);
  }
  return Array.from({ length: steps }, (_, t) => to + (from - to) * (1 - (t + 1) / steps) ** power);
}
