import {
  flag,
  integer,
  list,
  object,
  oneOf,
  type ReadOptions,
  type Rule,
  ruleOf,
  text,
} from "@reciprocal/guards";
import { type ReadTableOptions, readTableRules } from "./table-options.js";

/** How to make samples of a CSV text; for {@link datasetFromCsv} and {@link regressionFromCsv}. */
export interface CsvOptions extends ReadTableOptions {
  /** Name of the result, and of the text in messages; the file name is a good one. Default "csv". */
  readonly name?: string | undefined;
  /**
   * The columns to learn from, in this order, or a function that says which of the file's columns are among them.
   * Default: all that have a name and are not to be learned.
   */
  readonly features?: readonly string[] | ((column: string) => boolean) | undefined;
  /**
   * The words that columns of words may hold: a feature per word, 1 if the cell is that word and 0 elsewhere. Give the
   * `categories` of the training set to every further file. Default: the words in the text, by code units.
   */
  readonly categories?: Readonly<Record<string, readonly string[]>> | undefined;
  /**
   * One more feature for every column of words, "soil=(other)", which is 1 for words that are not among its categories.
   * Default false: such a word is an error.
   */
  readonly otherWords?: boolean | undefined;
  /** How many different words a column may have; names and remarks, which differ in every row, teach nothing. Default 100. */
  readonly maxWords?: number | undefined;
  /**
   * What to do where a feature has no value: `refuse` (default), `drop` the row, or fill in: `mean`, the mean of the
   * column, or its most frequent word; `most-frequent`, the most frequent number or word; `word`, for words one more
   * feature, "soil=(missing)", for numbers the mean. Rows whose label or target is missing are dropped, unless refused.
   */
  readonly gaps?: "refuse" | "drop" | "mean" | "most-frequent" | "word" | undefined;
}

/** What each of these options must be. */
export const csvRules = () => ({
  ...readTableRules(),
  features: featuresRule().optional(),
  categories: object<Readonly<Record<string, readonly string[]>>>().default({}),
  otherWords: flag().default(false),
  maxWords: integer({ min: 1 }).default(100),
  gaps: oneOf(["refuse", "drop", "mean", "most-frequent", "word"]).default("refuse"),
});

/** The options with their defaults. */
export type ReadCsvOptions = ReadOptions<ReturnType<typeof csvRules>>;

type Features = NonNullable<CsvOptions["features"]>;

function featuresRule(): Rule<Features> {
  const names = list(text());
  return ruleOf<Features>("an array of columns or a function", (where, name, value) =>
    typeof value === "function" ? (value as Features) : names.read(where, name, value),
  );
}
