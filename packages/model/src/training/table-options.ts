import type { ReadTableOptions } from "@reciprocal/datasets";
import { list, number, object, oneOf, options, type Rule, ruleOf, text } from "@reciprocal/guards";
import { type GapOptions, gapOptions } from "../table/gap-choice.js";
import { type TrainOptions, trainRules } from "./train-options.js";

/** Options of `trainTable`. */
export interface TrainTableOptions extends TrainOptions {
  /** The column to answer; or several, for labels of which a row may have any: 1, true or yes in such a column, else 0, false, no. */
  readonly label: string | readonly string[];
  /**
   * Whether the label is one of some classes or a number. Default: as found: classes if it holds words, or at most 20
   * different whole numbers, each of them in three rows on average; else a number.
   */
  readonly answer?: "classes" | "number";
  /** The columns to answer from. Default: all others but those that tell nothing. */
  readonly features?: readonly string[];
  /** A column whose rows of the same value are on the same side of the split, such as a patient. It is no feature. */
  readonly group?: string;
  /** What becomes of cells without a value. Default: the mean of numbers, a word of their own among words. */
  readonly gaps?: GapOptions;
  /** Words in a smaller share of the training rows than this, or in one row only, have one place together. Default 0.01. */
  readonly rare?: number;
  /** How to read the table: delimiter, what stands for a gap, columns that are words, … See `readTable`. */
  readonly table?: ReadTableOptions;
}

export const trainTableOptions = options(
  () =>
    ({
      ...trainRules(),
      label: oneOrMore(),
      answer: oneOf(["classes", "number"]).optional(),
      features: list(text(), { minLength: 1 }).optional(),
      group: text({ minLength: 1 }).optional(),
      gaps: gapOptions.rule.default(gapOptions.defaults),
      rare: number({ min: 0, max: 1 }).default(0.01),
      table: object<ReadTableOptions>().default({}),
    }) satisfies Record<keyof TrainTableOptions, unknown>,
);

/** As they were read. */
export type TableChoices = ReturnType<typeof trainTableOptions.read>;

function oneOrMore(): Rule<string | readonly string[]> {
  const one = text({ minLength: 1 });
  const more = list(one, { minLength: 1 });
  return ruleOf("the name of a column, or a list of names", (where, name, value) =>
    (Array.isArray(value) ? more : one).read(where, name, value),
  );
}
