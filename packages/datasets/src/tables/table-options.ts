import {
  isObject,
  list,
  oneOf,
  quote,
  type ReadOptions,
  type Rule,
  ruleOf,
  show,
  text,
} from "@reciprocal/guards";
import { maxBytesRule } from "../gunzip.js";
import type { Decimal } from "./numbers.js";
import type { TableColumn } from "./table.js";

/** How to read a table of numbers and words; for `tableFromRows`, and with {@link ReadTableOptions} for texts. */
export interface TableOptions {
  /** Name of the table in results and messages; the file name is a good one. Default "csv", or "rows". */
  readonly name?: string | undefined;
  /**
   * What a cell holds that has no value, whatever the case of its letters. Default "", "NA", "N/A", "null", "NaN", "?"
   * and "-".
   */
  readonly missing?: readonly string[] | undefined;
  /**
   * Columns that are numbers or words whatever their cells look like: `{ postcode: "words" }`. Default: numbers where all
   * cells that are not gaps are, else words.
   */
  readonly kinds?: Readonly<Record<string, TableColumn["kind"]>> | undefined;
}

/** How to read the text of a table. */
export interface ReadTableOptions extends TableOptions {
  /** Names of the columns, for a text without a line of them. Default: the first line, unless it is one of values. */
  readonly columns?: readonly string[] | undefined;
  /** The character between cells. Default: comma, semicolon, tab or pipe, as found, or as a first line `sep=` says. */
  readonly delimiter?: string | undefined;
  /** The character between a number and its fraction. Default: as found. */
  readonly decimal?: Decimal | undefined;
  /** What a line begins with that is no row; "" for nothing. Default "#", for lines that cannot be rows. */
  readonly comments?: string | undefined;
  /** How bytes are to be read, by a name that `TextDecoder` knows. Default UTF-8, or UTF-16 by its mark. */
  readonly encoding?: string | undefined;
  /** How many bytes gzip may unpack to. Default: 64 times those of the file, and 64 MiB at least. */
  readonly maxBytes?: number | undefined;
}

/** The texts that stand for a gap unless others are given. */
export const defaultMissing: readonly string[] = ["", "NA", "N/A", "null", "NaN", "?", "-"];

/** What the options for any table must be, but for the name, which has another default for each source. */
export const tableRules = () => ({
  missing: list(text()).default(defaultMissing),
  kinds: kindsRule().default({}),
});

/** What the options for texts must be. */
export const readTableRules = () => ({
  name: text().default("csv"),
  ...tableRules(),
  columns: list(text()).optional(),
  delimiter: text().optional(),
  decimal: oneOf([".", ","]).optional(),
  comments: text().optional(),
  encoding: text().optional(),
  maxBytes: maxBytesRule(),
});

/** The options for a text, as they were read. */
export type TextOptions = ReadOptions<ReturnType<typeof readTableRules>>;

type Kinds = Readonly<Record<string, TableColumn["kind"]>>;

function kindsRule(): Rule<Kinds> {
  const kind = oneOf(["numbers", "words"]);
  return ruleOf<Kinds>("an object", (where, name, value) => {
    if (!isObject(value)) throw new TypeError(`${where}: ${name} must be an object, got ${show(value)}`);
    for (const [column, one] of Object.entries(value)) kind.read(where, `${name}[${quote(column)}]`, one);
    return value as Kinds;
  });
}
