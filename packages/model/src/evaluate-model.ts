import type { Dataset, RegressionDataset } from "@reciprocal/datasets";
import { callback, isObject, object, options as optionsOf, type OptionTable } from "@reciprocal/guards";
import { createPlainPredictor, type Inputs } from "@reciprocal/network";
import { ModelInputError } from "./errors.js";
import { datasetActual, datasetInputs } from "./labels/dataset-samples.js";
import { type Actual, actualOf, labeledRows, measuresOf } from "./labels/actual.js";
import { labelKinds, labelNames } from "./labels/label-columns.js";
import type { Measures } from "./measures/measures.js";
import { type Model, readModel } from "./model.js";
import type { NetworkPredictor, OpenModelOptions } from "./open-model.js";
import { columnOf, tableEncoder } from "./table/encode-table.js";
import { readRows, type ReadRowsOptions } from "./table/read-rows.js";
import type { TableSource } from "./table/table-source.js";

/** Options of `evaluateModel`. */
export type EvaluateModelOptions = Pick<OpenModelOptions, "createPredictor" | "table">;

const table = optionsOf(
  () =>
    ({
      createPredictor:
        callback<NonNullable<OpenModelOptions["createPredictor"]>>().default(createPlainPredictor),
      table: object<ReadRowsOptions>().default({}),
    }) satisfies OptionTable<EvaluateModelOptions>,
);

/**
 * Measures a model on samples with their answers: rows of a table with the label columns that it was trained on, of which
 * rows without a label are passed over; or a data set of images or numbers, whose classes have the names of the model's.
 *
 * @param model - what to measure, as `trainTable` gives it or `decodeModel` reads it
 * @param samples - rows with their answers, or a data set
 * @throws {ModelInputError} for a column that is not there, samples that do not fit the model, and rows none of which has
 * a label
 * @throws {DatasetFormatError} for a label that the model does not know
 * @throws {TypeError} for an unknown option
 *
 * @example
 * import { readFile } from "node:fs/promises";
 * import { evaluateModel } from "@reciprocal/model";
 * import { trainTable } from "@reciprocal/model/training";
 *
 * const bytes = await readFile("iris.csv");
 * const { model } = await trainTable(bytes, { label: "species", epochs: 30 });
 * const measures = await evaluateModel(model, bytes);
 * console.log(measures.count, measures.kind === "classes" && measures.accuracy > 0.8);
 * // => 150 true
 */
export async function evaluateModel(
  model: Model,
  samples: TableSource | Dataset | RegressionDataset,
  options: EvaluateModelOptions = {},
): Promise<Measures> {
  const where = "evaluateModel";
  const { createPredictor, table: tableOptions } = table.read(where, options);
  const checked = readModel(where, model);
  const { inputs, actual } = isDataset(samples)
    ? {
        inputs: datasetInputs(where, checked, samples),
        actual: datasetActual(where, checked.output, samples),
      }
    : tableSamples(where, checked, samples, tableOptions);
  const predictor: NetworkPredictor = await createPredictor(checked.network);
  try {
    return measuresOf(actual, await predictor.predict(inputs));
  } finally {
    await predictor.release?.();
  }
}

function isDataset(samples: unknown): samples is Dataset | RegressionDataset {
  return isObject(samples) && "inputs" in samples && "features" in samples;
}

function tableSamples(
  where: string,
  { input, output }: Model,
  source: TableSource,
  options: ReadRowsOptions,
): { inputs: Inputs; actual: Actual } {
  if (input.kind !== "table") {
    throw new TypeError(
      `${where}: needs a data set of samples, since the model takes ${input.kind}, got a table`,
    );
  }
  const rows = readRows(where, source, input, { options, others: labelKinds(output) });
  const labels = labelNames(output).map((name) => columnOf(where, rows, name));
  const labeled = labeledRows(rows, labels);
  if (labeled.length === 0)
    throw new ModelInputError(`${where}: ${rows.name}: needs rows with a label, got none`);
  return {
    inputs: tableEncoder(input)(where, rows, labeled),
    actual: actualOf(where, rows, output, labeled),
  };
}
