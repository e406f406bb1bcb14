/** A column of numbers of a table, one input: (number − mean) / deviation. */
export interface NumberColumnSpec {
  readonly kind: "numbers";
  /** What the column is called. */
  readonly name: string;
  /** Of the column, in the rows that were learnt from. */
  readonly mean: number;
  /** Above 0. */
  readonly deviation: number;
  /** The number that stands for a gap, in the unit of the column; absent: a gap is refused. */
  readonly gap?: number;
}

/** A column of words of a table. Word i of the list is 1 at place i and 0 at all other places of the column. */
export interface WordColumnSpec {
  readonly kind: "words";
  /** What the column is called. */
  readonly name: string;
  /** All different; their number is at least 1. */
  readonly words: readonly string[];
  /**
   * What stands for a word that is not in the list: a number for each place. The column has as many inputs as this has
   * numbers: at least one for every word, and one or two more if other words, or gaps, have a place of their own.
   */
  readonly unseen: readonly number[];
  /** What stands for a gap, likewise; absent: a gap is refused. */
  readonly gap?: readonly number[];
}

/** A column of a table, and the numbers that a cell of it becomes. */
export type ColumnSpec = NumberColumnSpec | WordColumnSpec;

/** Rows of a table become the inputs of a network, column after column. */
export interface TableInput {
  readonly kind: "table";
  /** The columns that the model takes, in the order of the inputs. */
  readonly columns: readonly ColumnSpec[];
  /** Texts that stand for a gap, whatever their case; empty text is one of them if it is in the list. */
  readonly missing: readonly string[];
}

/** Images of any size become [height, width, channels]: byte / 255, then (value − mean) / deviation of the channel. */
export interface ImageInput {
  readonly kind: "image";
  /** Rows of pixels that the network takes. */
  readonly height: number;
  /** Pixels in a row that the network takes. */
  readonly width: number;
  /** 1 for luminance, 3 for red, green and blue. */
  readonly channels: 1 | 3;
  /** How an image of another size is brought to this one, as `loadImageFolder` says. */
  readonly fit: "fill" | "cover" | "contain";
  /**
   * The color behind transparent images and around `contain`, as CSS writes it. Transparent pixels of a canvas need one that
   * is a name or written with red, green and blue.
   */
  readonly background: string;
  /** Of each channel; absent: 0. */
  readonly mean?: readonly number[];
  /** Of each channel, above 0; absent: 1. */
  readonly deviation?: readonly number[];
}

/** Numbers as the network takes them, but for (number − mean) / deviation. */
export interface NumbersInput {
  readonly kind: "numbers";
  /** Of each input; absent: 0. */
  readonly mean?: readonly number[];
  /** Of each input, above 0; absent: 1. */
  readonly deviation?: readonly number[];
}

/** What a model takes, and how that becomes the inputs of its network. */
export type InputSpec = TableInput | ImageInput | NumbersInput;

/** Numbers that a column becomes. */
export function columnWidth(column: ColumnSpec): number {
  return column.kind === "numbers" ? 1 : column.unseen.length;
}
