import { check, integer, list, options, type OptionTable, text } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { indexOfLargest } from "../answers/index-of-largest.js";
import { meanOf, quotient } from "./quotient.js";

/** How well one class, or one label, is told from all others. */
export interface ClassScores {
  /** What the class, or label, is called. */
  readonly name: string;
  /** Samples that are of the class. */
  readonly count: number;
  /** Of the samples that were said to be of the class, the share that is; absent if none was. */
  readonly precision?: number;
  /** Of the samples of the class, the share that was said to be; absent if there are none. */
  readonly recall?: number;
  /** 2 · precision · recall / (precision + recall); absent if no sample is of the class or was said to be. */
  readonly f1?: number;
}

/** Means over the classes that some sample is of or was said to be of; what is absent counts as 0. */
export interface MacroScores {
  /** Mean of the precision of the classes. */
  readonly precision: number;
  /** Mean of the recall of the classes. */
  readonly recall: number;
  /** Mean of the F1 score of the classes. */
  readonly f1: number;
}

/** How well samples are told into classes. */
export interface ClassMeasures {
  readonly kind: "classes";
  /** Number of samples. */
  readonly count: number;
  /** Share of the samples with the right answer. */
  readonly accuracy: number;
  /** Share of the samples whose class is among the k answers of the highest scores; empty without scores. */
  readonly top: readonly { readonly k: number; readonly accuracy: number }[];
  /** `confusion[i][j]`: samples of class i that were said to be of class j. */
  readonly confusion: readonly (readonly number[])[];
  /** The scores of each class, in their order. */
  readonly classes: readonly ClassScores[];
  /** Means of the scores, in which each class counts the same. */
  readonly macro: MacroScores;
}

/** Options of `classMeasures`. */
export interface ClassMeasuresOptions {
  /** Names of the classes, in the order of their numbers. */
  readonly classes: readonly string[];
  /** The k of top-k accuracies, for scores. Default 3 and 5, where there are more classes than that. */
  readonly top?: readonly number[];
}

const table = options(
  () =>
    ({
      classes: list(text(), { minLength: 2 }),
      top: list(integer({ min: 1 })).optional(),
    }) satisfies OptionTable<ClassMeasuresOptions>,
);

/**
 * Measures answers that are classes.
 *
 * @param actual - class of each sample, 0 … classes − 1
 * @param predicted - the class that was answered for each, or count × classes scores, row-major, such as probabilities; of
 * equal scores the first counts
 * @throws {ShapeError} unless there is at least one sample, and an answer or a row of scores for each
 * @throws {RangeError} for a class that is not one, or a score that is NaN
 * @throws {TypeError} for an unknown option
 */
export function classMeasures(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  given: ClassMeasuresOptions,
): ClassMeasures {
  const where = "classMeasures";
  const { classes: names, top = [3, 5].filter((k) => k < given.classes.length) } = table.read(where, given);
  const count = actual.length;
  const size = names.length;
  const hasScores = predicted.length === count * size;
  if (!(count > 0 && (hasScores || predicted.length === count))) {
    throw new ShapeError(
      `${where}: needs samples, and as many answers or ${size} scores for each, got ${count} samples and ${predicted.length} answers`,
    );
  }
  const isClass = integer({ min: 0, max: size - 1 });
  const confusion = names.map(() => names.map(() => 0));
  const hits = top.map(() => 0);
  for (let sample = 0; sample < count; sample++) {
    const own = check(isClass, where, `actual[${sample}]`, actual[sample]);
    let answer: number;
    if (hasScores) {
      const scores = scoresOf(predicted, sample, size);
      answer = indexOfLargest(scores);
      // how many classes come before the right one
      const before = scores.filter(
        (score, other) => score > scores[own]! || (score === scores[own] && other < own),
      );
      top.forEach((k, index) => (hits[index]! += Number(before.length < k)));
    } else {
      answer = check(isClass, where, `predicted[${sample}]`, predicted[sample]);
    }
    confusion[own]![answer]!++;
  }
  const classes = names.map((name, index) => {
    const ofClass = sum(confusion[index]!);
    const answered = sum(confusion.map((row) => row[index]!));
    return classScores(name, { right: confusion[index]![index]!, actual: ofClass, answered });
  });
  return {
    ...{ kind: "classes", count, accuracy: sum(confusion.map((row, index) => row[index]!)) / count },
    top: hasScores ? top.map((k, index) => ({ k, accuracy: hits[index]! / count })) : [],
    ...{ confusion, classes, macro: macroScores(classes) },
  };
}

/** @throws {RangeError} for NaN, which is neither more nor less than anything */
function scoresOf(all: ArrayLike<number>, sample: number, size: number): number[] {
  const scores = Array.from({ length: size }, (_, index) => all[sample * size + index]!);
  const wrong = scores.findIndex((score) => Number.isNaN(score));
  if (wrong < 0) return scores;
  throw new RangeError(`classMeasures: score ${wrong} of sample ${sample} must be a number, got NaN`);
}

/** @param counts - samples of the class, samples that were said to be, and samples that are in both */
export function classScores(
  name: string,
  counts: { readonly right: number; readonly actual: number; readonly answered: number },
): ClassScores {
  const { right, actual, answered } = counts;
  return {
    ...{ name, count: actual },
    ...quotient("precision", right, answered),
    ...quotient("recall", right, actual),
    ...quotient("f1", 2 * right, actual + answered),
  };
}

export function macroScores(classes: readonly ClassScores[]): MacroScores {
  const there = classes.filter(({ f1 }) => f1 !== undefined);
  return {
    precision: meanOf(there.map(({ precision = 0 }) => precision)),
    recall: meanOf(there.map(({ recall = 0 }) => recall)),
    f1: meanOf(there.map(({ f1 = 0 }) => f1)),
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
