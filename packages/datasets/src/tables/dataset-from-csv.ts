import { list, options, type OptionTable, show, text as string } from "@reciprocal/guards";
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
 * Reads a CSV text, or the bytes of its file, as samples with classes: one row a sample, the column `label` as the class. The
 * other columns, or `features`, are read as {@link readTable} does: a column of numbers is a feature as float32, one of
 * words a feature per word (`categories`). Gaps are an error unless `gaps` drops or fills them. The rows keep their
 * order: split files that are sorted by class with `from: "random"`.
 *
 * What fills a gap is computed from the whole text, so that held-out rows have a part in it.
 *
 * @param text - the table as text, or the bytes of its file; not modified
 * @throws {TypeError} for an unknown option, or neither text nor bytes
 * @throws {RangeError} for options that contradict each other or cannot be meant
 * @throws {DatasetFormatError} as {@link readTable} does, and naming line and column, for a gap, a word or class that is
 * not listed, too many words in a column, a number beyond float32, a single class, or no column beside the label
 *
 * @example
 * import { readFile } from "node:fs/promises";
 * import { datasetFromCsv } from "@reciprocal/datasets";
 *
 * const iris = datasetFromCsv(await readFile("iris.csv"), { label: "species" });
 * console.log(iris.count, iris.features, iris.classNames);
 * // => 150 4 [ 'setosa', 'versicolor', 'virginica' ]
 */
export function datasetFromCsv(text: string | Uint8Array, given: DatasetFromCsvOptions): Dataset {
  const { label, classNames: wanted, ...options } = table.read("datasetFromCsv", given);
  const { name } = options;
  const where = `datasetFromCsv: ${name}`;
  if (wanted) checkClassNames(where, wanted);
  const { samples, answers, rows, cellError } = readFeatureTable(where, text, options, [label], "words");
  const isWanted = wanted && new Set(wanted);
  const found = Array.from(rows, (row) => {
    const word = answers[0]!.values[row] as string; // rows without one were dropped or refused
    if (isWanted && !isWanted.has(word))
      throw cellError(label, row, `one of ${nameList([...isWanted])}`, show(word));
    return word;
  });
  const classNames = wanted ?? sortClassNames(where, found);
  const labelOf = new Map(classNames.map((name, i) => [name, i]));
  const labels = Int32Array.from(found, (name) => labelOf.get(name)!);
  return { ...samples, labels, classes: classNames.length, classNames };
}
