/** How to read a CSV text; for {@link datasetFromCsv} and {@link regressionFromCsv}. */
export interface CsvOptions {
  /** Name of the result, and of the text in messages; the file name is a good one. Default "csv". */
  readonly name?: string | undefined;
  /**
   * The columns to learn from, in this order, or a function that says which of the file's columns are among them.
   * Default: all that have a name and are not to be learnt.
   */
  readonly features?: readonly string[] | ((column: string) => boolean) | undefined;
  /**
   * Columns of words, with the words that each may hold: a feature per word, 1 where the cell is that word and 0
   * elsewhere. Written out, so that all files give the same features in the same order. Default none.
   */
  readonly categories?: Readonly<Record<string, readonly string[]>> | undefined;
  /** Names of the columns, for a text whose first line is not one of names. */
  readonly columns?: readonly string[] | undefined;
  /** The character between cells. Default ",". */
  readonly delimiter?: string | undefined;
}

export const csvOptionNames: readonly (keyof CsvOptions)[] = [
  "name",
  "features",
  "categories",
  "columns",
  "delimiter",
];
