import { check, list, number, options, type OptionTable, text } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { type ClassScores, classScores, type MacroScores, macroScores } from "./class-measures.js";

/** How well samples get the labels that they have, of which each may have several. */
export interface LabelMeasures {
  readonly kind: "labels";
  /** Number of samples. */
  readonly count: number;
  /** Share of the samples all of whose labels are right. */
  readonly accuracy: number;
  /** The scores of each label, in their order. */
  readonly labels: readonly ClassScores[];
  /** Means of the scores, in which each label counts the same. */
  readonly macro: MacroScores;
}

/** Options of `labelMeasures`. */
export interface LabelMeasuresOptions {
  /** Names of the labels, in their order. */
  readonly labels: readonly string[];
  /** A label is answered from this probability on. Default 0.5. */
  readonly threshold?: number;
}

const table = options(
  () =>
    ({
      labels: list(text(), { minLength: 1 }),
      threshold: number().default(0.5),
    }) satisfies OptionTable<LabelMeasuresOptions>,
);

/**
 * Measures answers of several labels.
 *
 * @param actual - count × labels, row-major, 1 where a sample has a label and 0 where it has not
 * @param predicted - count × labels probabilities, row-major
 * @throws {ShapeError} unless there is at least one sample and a probability for every label of each
 * @throws {RangeError} for anything but 0 and 1 in `actual`, or a probability that is not finite
 * @throws {TypeError} for an unknown option
 *
 * @example
 * import { labelMeasures } from "@reciprocal/model";
 *
 * const { accuracy, macro } = labelMeasures([1, 0, 1, 1], [0.9, 0.2, 0.4, 0.8], { labels: ["cat", "dog"] });
 * console.log(accuracy, macro.f1.toFixed(3));
 * // => 0.5 0.833
 */
export function labelMeasures(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  given: LabelMeasuresOptions,
): LabelMeasures {
  const where = "labelMeasures";
  const { labels: names, threshold } = table.read(where, given);
  const count = actual.length / names.length;
  if (!(count >= 1 && Number.isInteger(count) && predicted.length === actual.length)) {
    throw new ShapeError(
      `${where}: needs ${names.length} numbers per sample and as many answers, got ${actual.length} and ${predicted.length}`,
    );
  }
  const counts = names.map(() => ({ right: 0, actual: 0, answered: 0 }));
  let exact = 0;
  for (let sample = 0; sample < count; sample++) {
    let isExact = true;
    for (const [index, one] of counts.entries()) {
      const at = sample * names.length + index;
      const has = actual[at]!;
      if (has !== 0 && has !== 1) throw new RangeError(`${where}: actual[${at}] must be 0 or 1, got ${has}`);
      const said = Number(check(number(), where, `predicted[${at}]`, predicted[at]) >= threshold);
      one.actual += has;
      one.answered += said;
      one.right += has * said;
      isExact &&= has === said;
    }
    exact += Number(isExact);
  }
  const labels = names.map((name, index) => classScores(name, counts[index]!));
  return { kind: "labels", count, accuracy: exact / count, labels, macro: macroScores(labels) };
}
