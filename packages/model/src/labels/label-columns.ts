import { DatasetFormatError, type Table, type TableColumn } from "@reciprocal/datasets";
import { show } from "@reciprocal/guards";
import type { NumberOutput, OutputSpec } from "../specs/output-spec.js";
import { moments } from "../table/learn-columns.js";

/** Most different whole numbers that are taken for classes. */
const mostClasses = 20;

/** The columns of a table that hold what is answered. */
export function labelNames(output: OutputSpec): readonly string[] {
  return output.kind === "labels" ? output.labels : [output.name];
}

/** A cell as the name of a class; undefined for a gap. */
export function classCell(column: TableColumn, row: number): string | undefined {
  const value = column.values[row];
  return value === undefined || Number.isNaN(value) ? undefined : String(value);
}

/** Whether a label column is one of classes: words, or a few whole numbers each of which stands in three rows on average. */
export function holdsClasses(column: TableColumn): boolean {
  if (column.kind === "words") return true;
  const values = [...column.values].filter((value) => !Number.isNaN(value));
  const different = new Set(values).size;
  return values.every(Number.isInteger) && different <= mostClasses && different * 3 <= values.length;
}

/**
 * The classes in a label column: by size if all are numbers, else by code units, the same in every locale.
 *
 * @throws {DatasetFormatError} for fewer than two
 */
export function classesOf(where: string, table: Table, column: TableColumn): string[] {
  const names = new Set<string>();
  for (const row of table.lines.keys()) {
    const name = classCell(column, row);
    if (name !== undefined) names.add(name);
  }
  const sorted = [...names].sort();
  if (sorted.length < 2) {
    const got = sorted.map(show).join(", ") || "none";
    throw new DatasetFormatError(
      `${where}: ${table.name}: the label ${show(column.name)} needs two classes or more, got ${got}`,
    );
  }
  const areNumbers = sorted.every((name) => name.trim() !== "" && !Number.isNaN(Number(name)));
  return areNumbers ? sorted.sort((a, b) => Number(a) - Number(b)) : sorted;
}

/**
 * The scale of a label column that is a number, by the rows of the training part.
 *
 * @throws {DatasetFormatError} for words, and for numbers that are all the same
 */
export function numberScale(
  where: string,
  table: Table,
  column: TableColumn,
  rows: readonly number[],
): NumberOutput {
  const { name } = column;
  const needs = `${where}: ${table.name}: the label ${show(name)} needs numbers`;
  if (column.kind === "words") {
    throw new DatasetFormatError(
      `${needs}, got words such as ${show(column.values.find((word) => word !== undefined))}`,
    );
  }
  const { mean, deviation } = moments(rows.map((row) => column.values[row]!));
  if (deviation > 0 && Number.isFinite(mean) && Number.isFinite(deviation)) {
    return { kind: "number", name, mean, deviation };
  }
  throw new DatasetFormatError(
    `${needs} that differ, got mean ${mean} and deviation ${deviation} in the training part`,
  );
}

/** How the label columns of further tables are to be read: classes as words, unless all of them are plain numbers. */
export function labelKinds(output: OutputSpec): Readonly<Record<string, "numbers" | "words">> {
  if (output.kind === "labels") return Object.fromEntries(output.labels.map((name) => [name, "words"]));
  const isNumber = output.kind === "number" || output.classes.every((name) => String(Number(name)) === name);
  return { [output.name]: isNumber ? "numbers" : "words" };
}
