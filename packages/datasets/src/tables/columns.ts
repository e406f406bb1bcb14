import { quote, show } from "@reciprocal/guards";
import { DatasetFormatError } from "../errors.js";
import { nameList } from "../name-list.js";
import { type Decimal, isNumberIn, numberIn } from "./numbers.js";
import type { TableColumn } from "./table.js";

/** The cells of a column as they were written; undefined where there is none. */
export interface RawColumn {
  readonly name: string;
  readonly cells: readonly (string | undefined)[];
}

/** How cells become values. */
export interface ColumnRules {
  readonly missing: readonly string[];
  readonly kinds: Readonly<Record<string, TableColumn["kind"]>>;
  readonly decimal?: Decimal | undefined;
  /** Where the given row comes from, for messages: "line 7". */
  readonly placeOf: (row: number) => string;
}

/**
 * Finds out which columns are numbers and which are words. A column is of numbers if all its cells are that are not
 * gaps; one of which nine in ten are is refused, since a slip of the pen would otherwise make words of all of them.
 *
 * @throws {DatasetFormatError} naming row and column, for a cell that is not of the kind of its column, a number that
 * float64 does not hold, and fractions whose decimal sign cannot be told
 */
export function typeColumns(where: string, raw: readonly RawColumn[], rules: ColumnRules): TableColumn[] {
  const gaps = new Set(rules.missing.map((text) => text.toLowerCase()));
  const isGap = (cell: string | undefined): cell is undefined =>
    cell === undefined || gaps.has(cell.toLowerCase());
  const names = new Set(raw.map(({ name }) => name));
  const unknown = Object.keys(rules.kinds).find((name) => !names.has(name));
  if (unknown !== undefined) {
    throw new DatasetFormatError(
      `${where}: needs a column ${show(unknown)}, got the columns ${nameList(raw.map(({ name }) => name))}`,
    );
  }
  const kindOf = new Map(Object.entries(rules.kinds)); // a column may have the name of a method of objects
  const open = raw.filter(({ name }) => kindOf.get(name) !== "words");
  const decimal = rules.decimal ?? findDecimal(where, open, isGap);
  return raw.map(({ name, cells }): TableColumn => {
    const words = (): TableColumn => ({
      name,
      kind: "words",
      values: cells.map((cell) => (isGap(cell) ? undefined : cell)),
    });
    const kind = kindOf.get(name);
    if (kind === "words") return words();
    const at = (row: number) => `${where}, ${rules.placeOf(row)}, column ${show(name)}`;
    // what looks like a number is a gap if the list says so: -999, for example
    const gapAt = cells.map(isGap);
    const values = Float64Array.from(cells, (cell = "", row) => (gapAt[row] ? NaN : numberIn(cell, decimal)));
    const others = [...cells.keys()].filter((row) => Number.isNaN(values[row]) && !gapAt[row]);
    const [row] = others;
    if (row !== undefined) {
      const all = gapAt.filter((gap) => !gap).length;
      const numbers = all - others.length;
      if (kind !== "numbers" && !isMostly(numbers, all)) return words();
      const share = kind === "numbers" ? "" : `, as ${numbers} of ${all} cells are`;
      throw new DatasetFormatError(
        `${at(row)}: needed a number${share}, got ${show(cells[row])}; the option missing lists what stands for a gap, and kinds: { ${quote(name)}: "words" } takes the column as words`,
      );
    }
    const infinite = values.findIndex((value) => Math.abs(value) === Infinity);
    if (infinite < 0) return { name, kind: "numbers", values };
    throw new DatasetFormatError(
      `${at(infinite)}: needed a number below 1.8e308, the limit of float64, got ${show(cells[infinite])}`,
    );
  });
}

// "1,234" and "12,345,678": a number with signs between its thousands, or with a fraction
const thousands = /^[+-]?[1-9]\d{0,2}(,\d{3})+$/;

/** Whether a column with so many numbers among its values is meant to be one of numbers. */
function isMostly(numbers: number, all: number): boolean {
  return all > 0 && numbers >= 0.9 * all;
}

/** The decimal sign of the columns that are numbers: the same for all, and a point if none has a fraction. */
function findDecimal(
  where: string,
  columns: readonly RawColumn[],
  isGap: (cell: string | undefined) => cell is undefined,
): Decimal {
  const valuesOf = ({ cells }: RawColumn) =>
    cells.filter((cell): cell is string => cell !== undefined && !isGap(cell));
  const withFractions = (decimal: Decimal) =>
    columns.filter((column) => {
      if (!column.cells.some((cell) => cell?.includes(decimal))) return false;
      const all = valuesOf(column);
      const numbers = all.filter((cell) => isNumberIn(cell, decimal));
      return isMostly(numbers.length, all.length) && numbers.some((cell) => cell.includes(decimal));
    });
  const commas = withFractions(",");
  const [first] = commas;
  if (first === undefined) return ".";
  const [point] = withFractions(".");
  const needs = `${where}: needs one decimal sign in all columns`;
  if (point !== undefined) {
    throw new DatasetFormatError(
      `${needs}, got a point in ${show(point.name)} and a comma in ${show(first.name)}; the option decimal says which, and kinds which column is words`,
    );
  }
  const fractions = commas.flatMap(valuesOf).filter((cell) => cell.includes(","));
  if (!fractions.every((cell) => thousands.test(cell))) return ",";
  throw new DatasetFormatError(
    `${needs}, got ${show(fractions[0])} in ${show(first.name)}, which may be thousands as well as a fraction; decimal: "," reads fractions`,
  );
}
