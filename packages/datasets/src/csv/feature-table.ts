import type { ReadCsvOptions } from "./csv-options.js";
import type { SampleSet } from "../dataset.js";
import { DatasetFormatError } from "../errors.js";
import { forEachRow } from "./csv-rows.js";
import { nameList } from "../name-list.js";
import { parseNumber } from "../parse-number.js";

/** An error at the given column of the current row. */
export type CellError = (column: string, needed: string, got: string) => DatasetFormatError;

/** Where the numbers of a row come from. */
interface Plan {
  readonly columns: readonly string[];
  readonly others: readonly number[];
  /** `values`: a column of words, 1 for the one that the cell is and 0 for the others. */
  readonly sources: readonly { at: number; column: string; values?: readonly string[] | undefined }[];
  readonly featureNames: readonly string[];
}

/**
 * Reads the feature columns of a CSV text as numbers, and hands the cells of `others` to `visit`, row by row.
 *
 * @throws {TypeError} {RangeError} for options that contradict each other
 * @throws {DatasetFormatError} naming line and column, for a text that is not what the options say
 */
export function readFeatureTable(
  where: string,
  text: string,
  options: ReadCsvOptions,
  others: readonly string[],
  visit: (cells: readonly string[], cellError: CellError) => void,
): SampleSet {
  const { name, columns, delimiter } = options;
  let plan = columns && planRows(where, columns, options, others);
  const rows: Float32Array[] = [];
  forEachRow(where, text, delimiter, (cells, line) => {
    if (plan === undefined) {
      plan = planRows(where, cells, options, others);
      return;
    }
    if (cells.length !== plan.columns.length) {
      throw new DatasetFormatError(
        `${where}, line ${line()}: needed ${plan.columns.length} cells, one per column, got ${cells.length}`,
      );
    }
    const cellError: CellError = (column, needed, got) =>
      new DatasetFormatError(
        `${where}, line ${line()}, column ${JSON.stringify(column)}: needed ${needed}, got ${got === "" ? "an empty cell" : JSON.stringify(got)}`,
      );
    rows.push(readFeatures(cells, plan, cellError));
    visit(
      plan.others.map((at) => cells[at]!),
      cellError,
    );
  });
  if (plan === undefined || rows.length === 0) {
    const header = columns ? "" : "a line of column names and ";
    throw new DatasetFormatError(`${where}: needs ${header}at least one row, got ${rows.length} rows`);
  }

  const { featureNames } = plan;
  const features = featureNames.length;
  const inputs = new Float32Array(rows.length * features);
  for (const [i, row] of rows.entries()) inputs.set(row, i * features);
  return { name, inputs, count: rows.length, features, shape: [features], featureNames };
}

/** The number in a cell. */
export function readCell(cell: string, column: string, cellError: CellError, hint = ""): number {
  const number = Math.fround(parseNumber(cell));
  if (Number.isFinite(number)) return number;
  const needed = Number.isNaN(number) ? "a number" : "a number below 3.4e38, the limit of float32";
  throw cellError(column, `${needed}${hint}`, cell);
}

function readFeatures(cells: readonly string[], { sources, featureNames }: Plan, cellError: CellError) {
  const row = new Float32Array(featureNames.length);
  let next = 0;
  for (const { at, column, values } of sources) {
    const cell = cells[at]!;
    if (values === undefined) {
      row[next++] = readCell(cell, column, cellError, " (words need the option categories)");
      continue;
    }
    const which = values.indexOf(cell);
    if (which < 0) throw cellError(column, `one of ${nameList(values)}`, cell);
    row[next + which] = 1;
    next += values.length;
  }
  return row;
}

function planRows(
  where: string,
  columns: readonly string[],
  { features = () => true, categories }: ReadCsvOptions,
  others: readonly string[],
): Plan {
  const positions = new Map<string, number>();
  for (const [at, column] of columns.entries()) {
    const before = positions.get(column);
    if (before !== undefined && column !== "") {
      throw new DatasetFormatError(
        `${where}: needs columns that differ in name, got ${JSON.stringify(column)} for columns ${before + 1} and ${at + 1}`,
      );
    }
    positions.set(column, at);
  }
  const positionOf = (column: string) => {
    const at = positions.get(column);
    if (at !== undefined) return at;
    throw new DatasetFormatError(
      `${where}: needs a column ${JSON.stringify(column)}, got the columns ${nameList(columns)}`,
    );
  };

  const free = columns.filter((column) => column !== "" && !others.includes(column));
  const chosen = typeof features === "function" ? free.filter(features) : features;
  const both = chosen.find((column) => others.includes(column));
  if (both !== undefined) {
    throw new RangeError(
      `${where}: features must not hold what is to be learned, got ${JSON.stringify(both)}`,
    );
  }
  const words = new Map(Object.entries(categories)); // a column may have the name of a method of objects
  const unused = [...words.keys()].find((column) => !chosen.includes(column));
  if (unused !== undefined) {
    throw new RangeError(
      `${where}: categories needs columns that are features, got ${JSON.stringify(unused)}; features are ${nameList(chosen)}`,
    );
  }
  const sources = chosen.map((column) => ({ at: positionOf(column), column, values: words.get(column) }));
  const featureNames = sources.flatMap(
    ({ column, values }) => values?.map((value) => `${column}=${value}`) ?? [column],
  );
  if (new Set(featureNames).size < featureNames.length || featureNames.length === 0) {
    throw new RangeError(`${where}: needs one or more features that differ, got ${nameList(featureNames)}`);
  }
  return { columns, others: others.map(positionOf), sources, featureNames };
}
