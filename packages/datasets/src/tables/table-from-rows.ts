import { isObject, options, type OptionTable, show, text } from "@reciprocal/guards";
import { DatasetFormatError } from "../errors.js";
import { type RawColumn, typeColumns } from "./columns.js";
import { checkLetters } from "./decode-text.js";
import type { Table } from "./table.js";
import { type TableOptions, tableRules } from "./table-options.js";

/** What a cell of a row may be; null, undefined and NaN are gaps. */
export type Cell = string | number | bigint | boolean | null | undefined;

const table = options(
  () => ({ name: text().default("rows"), ...tableRules() }) satisfies OptionTable<TableOptions>,
);

const rereadAdvice = "read what the rows come from";

/**
 * Makes a table of rows that are objects, as JSON, a form or a database give them: a column per name, in the order in
 * which the names come up. What a row lacks is a gap. Text is read as `readTable` reads cells, with a decimal point, so "1.5"
 * is a number where its whole column is; true and false are words.
 *
 * @param rows - an object per row, with the value of each column by its name; not modified
 * @throws {TypeError} for an unknown option, a row that is no object, or a value that is neither text, number nor truth
 * @throws {RangeError} for an infinite number
 * @throws {DatasetFormatError} for rows of which hardly two share a column; naming row and column, for a value that is not of the kind of its column, for text that was
 * read in a wrong encoding, and for no row
 *
 * @example
 * import { tableFromRows } from "@reciprocal/datasets";
 *
 * const [age, town] = tableFromRows([{ age: 30, town: "Rome" }, { town: "Oslo" }]).columns;
 * console.log(age!.values, town!.values);
 * // => Float64Array(2) [ 30, NaN ] [ 'Rome', 'Oslo' ]
 */
export function tableFromRows(
  rows: readonly Readonly<Record<string, Cell>>[],
  given: TableOptions = {},
): Table {
  const { name, missing, kinds } = table.read("tableFromRows", given);
  const where = `tableFromRows: ${name}`;
  const list: unknown = rows;
  if (!Array.isArray(list)) throw new TypeError(`${where}: needs an array of rows, got ${show(list)}`);
  if (rows.length === 0) throw new DatasetFormatError(`${where}: needs at least one row, got none`);
  const names = new Set<string>();
  let values = 0;
  for (const [at, row] of rows.entries()) {
    if (!isObject(row)) {
      throw new TypeError(
        `${where}, row ${at + 1}: must be an object of a value per column, got ${show(row)}`,
      );
    }
    const columns = Object.keys(row);
    values += columns.length;
    for (const column of columns) {
      if (names.has(column)) continue;
      checkLetters(() => `${where}, row ${at + 1}, name of a column`, column, rereadAdvice);
      names.add(column);
    }
  }
  // names that differ in every row would make a table of rows × rows
  if (names.size * rows.length > Math.max(2 ** 20, 100 * values)) {
    throw new DatasetFormatError(
      `${where}: needs rows that share their columns, got ${rows.length} rows with ${names.size} columns in all, and values in less than a hundredth of the cells`,
    );
  }
  const raw = [...names].map((column): RawColumn => ({
    name: column,
    cells: rows.map((row, at) =>
      textOf(
        `${where}, row ${at + 1}, column ${show(column)}`,
        Object.hasOwn(row, column) ? row[column] : null,
      ),
    ),
  }));
  const placeOf = (row: number) => `row ${row + 1}`;
  const columns = typeColumns(where, raw, { missing, kinds, decimal: ".", placeOf });
  return { name, count: rows.length, columns, lines: Uint32Array.from(rows, (_, at) => at + 1) };
}

function textOf(where: string, value: Cell): string | undefined {
  if (value === undefined || value === null || Number.isNaN(value)) return undefined;
  if (value === Infinity || value === -Infinity)
    throw new RangeError(`${where}: must be finite, got ${value}`);
  if (typeof value === "string") checkLetters(() => where, value, rereadAdvice);
  if (["string", "number", "bigint", "boolean"].includes(typeof value)) return String(value).trim();
  throw new TypeError(`${where}: must be a text, a number or null, got ${show(value)}`);
}
