import { csvOptionNames, type CsvOptions } from "./csv-options.js";
import type { RegressionDataset } from "./dataset.js";
import { checkOptions } from "./internal/check-options.js";
import { inWords } from "./internal/in-words.js";
import { readCell, readCsv } from "./internal/read-csv.js";

export interface RegressionFromCsvOptions extends CsvOptions {
  /** The columns that hold the numbers to predict, in the order of the network's outputs. */
  readonly targets: readonly string[];
}

/**
 * Reads a CSV text as samples with numbers to predict, as {@link datasetFromCsv} reads one with classes. Targets are
 * not scaled; divide large ones, which are hard to learn.
 *
 * @throws as {@link datasetFromCsv} does, and {RangeError} for no target or one twice
 *
 * @example
 * const houses = regressionFromCsv(text, { targets: ["price"] });
 * await fit(network, houses, { loss: "mean-squared-error" });
 */
export function regressionFromCsv(text: string, options: RegressionFromCsvOptions): RegressionDataset {
  checkOptions("regressionFromCsv", options, ["targets", ...csvOptionNames]);
  const { name = "csv", targets: targetNames } = options;
  const where = `regressionFromCsv: ${name}`;
  const outputs = targetNames.length;
  if (!(outputs >= 1 && new Set(targetNames).size === outputs)) {
    throw new RangeError(
      `${where}: targets must be one or more columns that differ, got ${inWords(targetNames)}`,
    );
  }
  const rows: number[] = [];
  const samples = readCsv(where, text, options, targetNames, (cells, cellError) => {
    for (const [i, cell] of cells.entries()) rows.push(readCell(cell, targetNames[i]!, cellError));
  });
  return { ...samples, targets: Float32Array.from(rows), outputs, targetNames };
}
