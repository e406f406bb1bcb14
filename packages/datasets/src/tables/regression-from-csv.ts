import { list, options, type OptionTable, text as string } from "@reciprocal/guards";
import { csvRules, type CsvOptions } from "./csv-options.js";
import type { RegressionDataset } from "../dataset.js";
import { nameList } from "../name-list.js";
import { float32Of, readFeatureTable } from "./feature-table.js";

/** Options of `regressionFromCsv`. */
export interface RegressionFromCsvOptions extends CsvOptions {
  /** The columns that hold the numbers to predict, in the order of the network's outputs. */
  readonly targets: readonly string[];
}

const table = options(
  () => ({ targets: list(string()), ...csvRules() }) satisfies OptionTable<RegressionFromCsvOptions>,
);

/**
 * Reads a CSV text as samples with numbers to predict, as {@link datasetFromCsv} reads one with classes. Targets are
 * not scaled; divide large ones, which are hard to learn.
 *
 * @param text - the table as text, or the bytes of its file; not modified
 * @throws as {@link datasetFromCsv} does, and {RangeError} for no target or one twice
 *
 * @example
 * import { readFile } from "node:fs/promises";
 * import { regressionFromCsv } from "@reciprocal/datasets";
 *
 * const cars = regressionFromCsv(await readFile("cars.csv"), {
 *   ...{ targets: ["miles_per_gallon"], features: ["weight", "year"], gaps: "drop" },
 * });
 * console.log(cars.count, cars.outputs, cars.featureNames);
 * // => 398 1 [ 'weight', 'year' ]
 */
export function regressionFromCsv(
  text: string | Uint8Array,
  given: RegressionFromCsvOptions,
): RegressionDataset {
  const { targets: targetNames, ...options } = table.read("regressionFromCsv", given);
  const { name } = options;
  const where = `regressionFromCsv: ${name}`;
  const outputs = targetNames.length;
  if (!(outputs >= 1 && new Set(targetNames).size === outputs)) {
    throw new RangeError(
      `${where}: targets must be one or more columns that differ, got ${nameList(targetNames)}`,
    );
  }
  const { samples, answers, rows, cellError } = readFeatureTable(
    where,
    text,
    options,
    targetNames,
    "numbers",
  );
  const targets = new Float32Array(rows.length * outputs);
  for (const [i, row] of rows.entries()) {
    for (const [output, { name, values }] of answers.entries()) {
      targets[i * outputs + output] = float32Of(name, row, Number(values[row]), cellError);
    }
  }
  return { ...samples, targets, outputs, targetNames };
}
