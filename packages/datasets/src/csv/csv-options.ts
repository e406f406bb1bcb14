import { list, object, type ReadOptions, type Rule, ruleOf, text } from "@reciprocal/guards";

/** How to read a CSV text; for {@link datasetFromCsv} and {@link regressionFromCsv}. */
export interface CsvOptions {
  /** Name of the result, and of the text in messages; the file name is a good one. Default "csv". */
  readonly name?: string | undefined;
  /**
   * The columns to learn from, in this order, or a function that says which of the file's columns are among them.
   * Default: all that have a name and are not to be learned.
   */
  readonly features?: readonly string[] | ((column: string) => boolean) | undefined;
  /**
   * Columns of words, with the words that each may hold: a feature per word, 1 if the cell is that word and 0
   * elsewhere. Written out, so that all files give the same features in the same order. Default none.
   */
  readonly categories?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Names of the columns, for a text whose first line is not one of names. */
  readonly columns?: readonly string[] | undefined;
  /** The character between cells. Default ",". */
  readonly delimiter?: string | undefined;
}

/** What each of these options must be. */
export const csvRules = () => ({
  name: text().default("csv"),
  features: featuresRule().optional(),
  categories: object<Readonly<Record<string, readonly string[]>>>().default({}),
  columns: list(text()).optional(),
  delimiter: text().default(","),
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
