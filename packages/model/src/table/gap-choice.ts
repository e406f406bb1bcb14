import { oneOf, options, type OptionTable } from "@reciprocal/guards";

/** What becomes of cells without a value. */
export interface GapOptions {
  /**
   * In columns of numbers. `mean` (default): the mean of the training part stands for them; `median`: its median; `drop`:
   * such rows are left out of training and refused in prediction.
   */
  readonly numbers?: "mean" | "median" | "drop";
  /**
   * In columns of words. `own-word` (default): they count as a word of their own; `most-frequent`: the word that the
   * training part has most often stands for them; `drop`: as for numbers.
   */
  readonly words?: "own-word" | "most-frequent" | "drop";
}

/** With the defaults. */
export type GapChoice = Required<GapOptions>;

export const gapOptions = options(
  () =>
    ({
      numbers: oneOf(["mean", "median", "drop"]).default("mean"),
      words: oneOf(["own-word", "most-frequent", "drop"]).default("own-word"),
    }) satisfies OptionTable<GapOptions>,
);
