import { DatasetFormatError, type Table, type TableColumn } from "@reciprocal/datasets";
import { show } from "@reciprocal/guards";
import type { Inputs, Samples } from "@reciprocal/network";
import { classMeasures } from "../measures/class-measures.js";
import type { Measures } from "../measures/measures.js";
import { labelMeasures } from "../measures/label-measures.js";
import { numberMeasures } from "../measures/number-measures.js";
import type { ClassesOutput, LabelsOutput, NumberOutput, OutputSpec } from "../specs/output-spec.js";
import { columnOf } from "../table/encode-table.js";
import { classCell, labelNames } from "./label-columns.js";

/** What samples should be answered: the class of each, its number in its own unit, or 1 and 0 for each of its labels. */
export type Actual =
  | { readonly output: ClassesOutput; readonly values: Int32Array }
  | { readonly output: NumberOutput; readonly values: Float64Array }
  | { readonly output: LabelsOutput; readonly values: Float32Array };

/** The rows of a table that say all that is to be answered; the others are good for prediction only. */
export function labeledRows(table: Table, columns: readonly TableColumn[]): number[] {
  return [...table.lines.keys()].filter((row) =>
    columns.every((column) => classCell(column, row) !== undefined),
  );
}

/**
 * What the label columns of some rows say.
 *
 * @param rows - rows with labels
 * @throws {DatasetFormatError} naming the row, for a class that the output has not, or a cell that is not what it must be
 * @throws {ModelInputError} for a column that is not there
 */
export function actualOf(where: string, table: Table, output: OutputSpec, rows: readonly number[]): Actual {
  const columns = labelNames(output).map((name) => columnOf(where, table, name));
  const problem = (row: number, column: TableColumn, needed: string) =>
    new DatasetFormatError(
      `${where}: ${table.name}, row at ${table.lines[row]}: the label ${show(column.name)} must be ${needed}, got ${show(column.values[row])}`,
    );
  const [first] = columns;
  switch (output.kind) {
    case "classes": {
      const places = new Map(output.classes.map((name, index) => [name, index]));
      const values = Int32Array.from(rows, (row) => {
        const place = places.get(classCell(first!, row)!);
        if (place !== undefined) return place;
        throw problem(row, first!, `one of the classes ${output.classes.map(show).join(", ")}`);
      });
      return { output, values };
    }
    case "number": {
      const values = Float64Array.from(rows, (row) => {
        const value = Number(first!.values[row]);
        if (Number.isFinite(value)) return value;
        throw problem(row, first!, "a number");
      });
      return { output, values };
    }
    case "labels": {
      const values = rows.flatMap((row) =>
        columns.map((column) => {
          const truth = truths.get(classCell(column, row)!.toLowerCase());
          if (truth !== undefined) return truth;
          throw problem(row, column, "1, true or yes, or 0, false or no");
        }),
      );
      return { output, values: Float32Array.from(values) };
    }
  }
}

const truths = new Map(
  Object.entries({ 1: 1, true: 1, yes: 1, 0: 0, false: 0, no: 0 } satisfies Record<string, number>),
);

/** Samples to train on: numbers are scaled. */
export function samplesOf(inputs: Inputs, { output, values }: Actual): Samples {
  switch (output.kind) {
    case "classes":
      return { inputs, labels: values };
    case "number":
      return {
        inputs,
        targets: Float32Array.from(values, (value) => (value - output.mean) / output.deviation),
      };
    case "labels":
      return { inputs, targets: Float32Array.from(values) };
  }
}

/** Measures of the outputs of a network, count × outputs, against what was needed. */
export function measuresOf({ output, values }: Actual, outputs: Float32Array): Measures {
  switch (output.kind) {
    case "classes":
      return classMeasures(values, outputs, { classes: output.classes });
    case "number":
      return numberMeasures(
        values,
        Float64Array.from(outputs, (value) => value * output.deviation + output.mean),
      );
    case "labels":
      return labelMeasures(values, outputs, { labels: output.labels });
  }
}
