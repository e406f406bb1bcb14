/** A column of numbers: NaN stands for a gap. */
export interface NumberColumn {
  /** What the column is called. */
  readonly name: string;
  /** Tells it from a column of words. */
  readonly kind: "numbers";
  /** A number per row, NaN for a gap. */
  readonly values: Float64Array;
}

/** A column of words: undefined stands for a gap. */
export interface WordColumn {
  /** What the column is called. */
  readonly name: string;
  /** Tells it from a column of numbers. */
  readonly kind: "words";
  /** A word per row, undefined for a gap. */
  readonly values: readonly (string | undefined)[];
}

/** A column of a {@link Table}; every column has as many values as the table has rows. */
export type TableColumn = NumberColumn | WordColumn;

/** Rows of numbers and words as they were written, with their gaps: nothing is scaled, filled in or encoded. */
export interface Table {
  /** Short name for messages and results, such as the file name. */
  readonly name: string;
  /** Number of rows. */
  readonly count: number;
  /** The columns, in the order of the source. */
  readonly columns: readonly TableColumn[];
  /** Where each row comes from, for messages: the line of the text on which it begins, or the number of the row from 1 on. */
  readonly lines: Uint32Array;
}
