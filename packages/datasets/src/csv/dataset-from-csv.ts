import { list, options, type OptionTable, text as string } from "@reciprocal/guards";
import { csvRules, type CsvOptions } from "./csv-options.js";
import type { Dataset } from "../dataset.js";
import { checkClassNames, sortClassNames } from "../class-names.js";
import { nameList } from "../name-list.js";
import { readFeatureTable } from "./feature-table.js";

/** Options of `datasetFromCsv`. */
export interface DatasetFromCsvOptions extends CsvOptions {
  /** The column that holds the class, as text or number. */
  readonly label: string;
  /**
   * The classes in the order of their labels; others are then refused. Give those of the training set to every further
   * file, which may lack a class. Default: the ones in the text, by size if all are numbers, else by code units.
   */
  readonly classNames?: readonly string[] | undefined;
}

const table = options(
  () =>
    ({
      label: string(),
      classNames: list(string()).optional(),
      ...csvRules(),
    }) satisfies OptionTable<DatasetFromCsvOptions>,
);

/**
 * Reads a CSV text (RFC 4180) as samples with classes: one row a sample, `features` as float32, the column `label` as
 * the class. The first line names the columns, unless `columns` does. Cells are trimmed; blank rows, and by default
 * columns without a name, are left out. Numbers are decimal, with a point. An empty cell is an error: fill or drop what
 * is missing beforehand. The rows keep their order: split files that are sorted by class with `from: "random"`.
 *
 * @throws {TypeError} for an unknown option, or anything but a string as text
 * @throws {RangeError} for options that contradict each other or cannot be meant
 * @throws {DatasetFormatError} naming line and column, for a missing or repeated column, a row of another length, a cell
 * that is not a number, a class or a category, an open quote or one after a space, no row, or a single class
 *
 * @example
 * const iris = datasetFromCsv(await readFile("iris.csv", "utf8"), { label: "species" });
 */
export function datasetFromCsv(text: string, given: DatasetFromCsvOptions): Dataset {
  const { label, classNames: wanted, ...options } = table.read("datasetFromCsv", given);
  const { name } = options;
  const where = `datasetFromCsv: ${name}`;
  if (wanted) checkClassNames(where, wanted);
  const found: string[] = [];
  const samples = readFeatureTable(where, text, options, [label], ([cell = ""], cellError) => {
    if (cell === "") throw cellError(label, "a class", cell);
    if (wanted && !wanted.includes(cell)) throw cellError(label, `one of ${nameList(wanted)}`, cell);
    found.push(cell);
  });
  const classNames = wanted ?? sortClassNames(where, found);
  const labelOf = new Map(classNames.map((name, i) => [name, i]));
  const labels = Int32Array.from(found, (name) => labelOf.get(name)!);
  return { ...samples, labels, classes: classNames.length, classNames };
}
