import { check, number } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { meanOf } from "./quotient.js";

/** How far answers that are numbers are from those that were needed, in their unit. */
export interface NumberMeasures {
  readonly kind: "number";
  /** Number of samples. */
  readonly count: number;
  /** Mean of |answer − needed|. */
  readonly meanAbsoluteError: number;
  /** √ of the mean of (answer − needed)². */
  readonly rootMeanSquaredError: number;
  /**
   * R² = 1 − Σ (answer − needed)² / Σ (needed − mean of needed)²: 1 if all answers are right, 0 if they are no better than
   * the mean, and below 0 if worse; absent if all needed numbers are the same.
   */
  readonly r2?: number;
}

/**
 * Measures answers that are numbers.
 *
 * @param actual - the numbers that were needed
 * @param predicted - the answers, in the same order
 * @throws {ShapeError} unless there is at least one sample and an answer for each
 * @throws {RangeError} for a number that is not finite, and for numbers so large that their squares are not
 *
 * @example
 * import { numberMeasures } from "@reciprocal/model";
 *
 * const { meanAbsoluteError, r2 } = numberMeasures([1, 2, 3], [1, 2, 4]);
 * console.log(meanAbsoluteError.toFixed(3), r2);
 * // => 0.333 0.5
 */
export function numberMeasures(actual: ArrayLike<number>, predicted: ArrayLike<number>): NumberMeasures {
  const where = "numberMeasures";
  const count = actual.length;
  if (!(count > 0 && predicted.length === count)) {
    throw new ShapeError(
      `${where}: needs samples and an answer for each, got ${count} and ${predicted.length}`,
    );
  }
  const read = (name: string, values: ArrayLike<number>) =>
    Array.from(values, (value, index) => check(number(), where, `${name}[${index}]`, value));
  const [needed, answers] = [read("actual", actual), read("predicted", predicted)];
  const errors = needed.map((value, index) => answers[index]! - value);
  const meanSquare = meanOf(errors.map((error) => error ** 2));
  const center = meanOf(needed);
  const variance = meanOf(needed.map((value) => (value - center) ** 2));
  if (!(meanSquare < Infinity && variance < Infinity)) {
    throw new RangeError(
      `${where}: the squares of numbers beyond about 1e154 pass the largest float64; scale them`,
    );
  }
  return {
    ...{ kind: "number", count, meanAbsoluteError: meanOf(errors.map(Math.abs)) },
    rootMeanSquaredError: Math.sqrt(meanSquare),
    // equal numbers may have a mean that is rounded away from them
    ...(needed.some((value) => value !== needed[0]) && variance > 0 && { r2: 1 - meanSquare / variance }),
  };
}
