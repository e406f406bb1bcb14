import { integer, number, options, type OptionTable } from "@reciprocal/guards";
import { percentage } from "../choose/percentage.js";

/** Options of `cubicPercentiles` and `linearPercentiles`. */
export interface PercentilesOptions {
  /** Percent before the first step; default 0. */
  readonly from?: number;
  /** Percent at the last step, so 50 for half. */
  readonly to: number;
  /** How many percentiles, an integer of at least 1. */
  readonly steps: number;
}

const table = options(
  () =>
    ({
      from: number({ min: 0, max: 100 }).default(0),
      to: percentage(),
      steps: integer({ min: 1 }),
    }) satisfies OptionTable<PercentilesOptions>,
);

/**
 * Percentiles for gradual pruning: p_t = to + (from − to) (1 − t/steps)³ for t = 1 … steps. A large part goes at first, while
 * much is redundant, and little at the end (M. Zhu, S. Gupta, arXiv:1710.01878).
 *
 * @example
 * import { cubicPercentiles } from "@reciprocal/pruning";
 *
 * console.log(cubicPercentiles({ to: 80, steps: 4 }));
 * // => [ 46.25, 70, 78.75, 80 ]
 */
export function cubicPercentiles(options: PercentilesOptions): number[] {
  return percentiles("cubicPercentiles", options, 3);
}

/**
 * Percentiles in equal steps: from + (to − from) t/steps for t = 1 … steps.
 *
 * @example
 * import { linearPercentiles } from "@reciprocal/pruning";
 *
 * console.log(linearPercentiles({ to: 80, steps: 4 }));
 * // => [ 20, 40, 60, 80 ]
 */
export function linearPercentiles(options: PercentilesOptions): number[] {
  return percentiles("linearPercentiles", options, 1);
}

function percentiles(where: string, given: PercentilesOptions, power: number): number[] {
  const { from, to, steps } = table.read(where, given);
  if (from > to) throw new RangeError(`${where}: from must be at most to, got from ${from} to ${to}`);
  return Array.from({ length: steps }, (_, t) => to + (from - to) * (1 - (t + 1) / steps) ** power);
}
