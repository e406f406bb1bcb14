import { options, type OptionTable, show } from "@reciprocal/guards";
import { DatasetFormatError } from "../errors.js";
import { type RawColumn, typeColumns } from "./columns.js";
import { decodeText } from "./decode-text.js";
import { isNumberIn } from "./numbers.js";
import type { Table } from "./table.js";
import { type ReadTableOptions, readTableRules, type TextOptions } from "./table-options.js";
import { type TextRow, textRows } from "./text-rows.js";

const table = options(() => readTableRules() satisfies OptionTable<ReadTableOptions>);

/**
 * Reads a CSV text, or the bytes of its file, as columns of numbers and of words, with their gaps.
 *
 * Found by itself: the delimiter (comma, semicolon, tab, pipe), the decimal comma, whether the first line names the columns
 * (else they are "column 1", "column 2", …), which columns are numbers, UTF-16 by its mark, gzip (in Node). Cells are
 * trimmed. Left out: blank rows, comments, empty cells at the end of a row beyond the columns, and columns without a
 * name. Nothing is scaled, filled in or encoded.
 *
 * Weak points: the first line counts as values if it holds a number and no word stands above numbers, so name the columns
 * of such a table by `columns`. Numbers with signs between thousands are words.
 *
 * @param source - the table as text, or the bytes of its file; not modified
 * @throws {TypeError} for an unknown option, or neither text nor bytes
 * @throws {RangeError} for options that cannot be meant
 * @throws {DatasetFormatError} naming the line, and the column where there is one, for a row of another length, a column
 * that is numbers but for a few cells, an open quote or one after a space, text in a wrong encoding, a column twice, no
 * row
 *
 * @example
 * import { readTable } from "@reciprocal/datasets";
 *
 * const [age, town] = readTable("age;town\n1,5;Paris\n?;Rome").columns;
 * console.log(age!.kind, age!.values, town!.kind, town!.values);
 * // => numbers Float64Array(2) [ 1.5, NaN ] words [ 'Paris', 'Rome' ]
 */
export function readTable(source: string | Uint8Array, given: ReadTableOptions = {}): Table {
  const read = table.read("readTable", given);
  return tableOfText(`readTable: ${read.name}`, source, read);
}

/** {@link readTable} with options that were read, for callers that name themselves in errors. */
export function tableOfText(where: string, source: string | Uint8Array, given: TextOptions): Table {
  const { name, missing, kinds, decimal } = given;
  const text = decodeText(where, source, given);
  const { rows, delimiter } = textRows(where, text, given);
  const { names, values } = splitHeader(where, rows, given);
  if (values.length === 0) {
    const header = given.columns ? "" : "a line of column names and ";
    throw new DatasetFormatError(
      `${where}: needs ${header}at least one row, got ${values.length} rows${pathHint(text)}`,
    );
  }
  for (const { cells, line } of values) {
    const hasAll = cells.length >= names.length && cells.slice(names.length).every((cell) => cell === "");
    if (hasAll) continue;
    throw new DatasetFormatError(
      `${where}, line ${line}: needed ${names.length} cells, one per column, got ${cells.length} (between ${delimiter === "\t" ? "tabs" : show(delimiter)})`,
    );
  }
  const raw = names
    .map((column, at): RawColumn => ({ name: column, cells: values.map(({ cells }) => cells[at]!) }))
    .filter((column) => column.name !== "");
  const lines = Uint32Array.from(values, ({ line }) => line);
  const placeOf = (row: number) => `line ${lines[row]}`;
  const columns = typeColumns(where, raw, { missing, kinds, decimal, placeOf });
  return { name, count: values.length, columns, lines };
}

/** What is given by mistake most of all: the name of the file instead of what is in it. */
function pathHint(text: string): string {
  const looksLikeIt = /^\S[^\n\r]*\.(csv|tsv|tab|txt|dat|gz)$/i.test(text.trim());
  return looksLikeIt
    ? `; ${show(text.trim())} looks like the path of a file: give its text or its bytes`
    : "";
}

/** The names of the columns, without empty ones at the end, and the rows below them. */
function splitHeader(
  where: string,
  rows: readonly TextRow[],
  { columns, missing }: TextOptions,
): { names: readonly string[]; values: readonly TextRow[] } {
  const [first, ...others] = rows;
  if (first === undefined) return { names: columns ?? [], values: [] };
  let [names, values] = [columns ?? [], rows];
  if (columns === undefined && hasNames(rows, missing)) {
    names = first.cells.slice(0, first.cells.findLastIndex((cell) => cell !== "") + 1);
    values = others;
  } else if (columns === undefined) {
    names = first.cells.map((_, at) => `column ${at + 1}`);
  } else if (columns.length <= first.cells.length && columns.every((name, at) => name === first.cells[at])) {
    values = others; // given and there
  }
  const seen = new Map<string, number>();
  for (const [at, name] of names.entries()) {
    const before = seen.get(name);
    if (before !== undefined && name !== "") {
      throw new DatasetFormatError(
        `${where}: needs columns that differ in name, got ${show(name)} for columns ${before + 1} and ${at + 1}`,
      );
    }
    seen.set(name, at);
  }
  return { names, values };
}

/** Whether the first row is one of names: it holds no number, or a word where all cells below it are numbers. */
function hasNames([first, ...others]: readonly TextRow[], missing: readonly string[]): boolean {
  const isNumber = (cell: string) => isNumberIn(cell, ".") || isNumberIn(cell, ",");
  const { cells } = first!;
  if (!cells.some(isNumber)) return true;
  const gaps = new Set(missing.map((text) => text.toLowerCase()));
  const isValue = (cell: string | undefined): cell is string =>
    cell !== undefined && !gaps.has(cell.toLowerCase());
  // of every column: whether there are values below the first row, and all are numbers
  const below = cells.map(() => ({ values: 0, words: 0 }));
  for (const row of others) {
    // not every column of every row: rows may be shorter than the first, and cost no more than their cells
    for (let at = 0; at < Math.min(row.cells.length, cells.length); at++) {
      const cell = row.cells[at];
      if (!isValue(cell)) continue;
      if (isNumber(cell)) below[at]!.values += 1;
      else below[at]!.words += 1;
    }
  }
  return cells.some((name, at) => {
    if (isNumber(name) || !isValue(name)) return false;
    return below[at]!.values > 0 && below[at]!.words === 0;
  });
}
