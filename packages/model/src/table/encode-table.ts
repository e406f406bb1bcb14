import type { Table, TableColumn } from "@reciprocal/datasets";
import { show } from "@reciprocal/guards";
import { ModelInputError } from "../errors.js";
import {
  type ColumnSpec,
  columnWidth,
  type NumberColumnSpec,
  type TableInput,
  type WordColumnSpec,
} from "../specs/input-spec.js";

/** Writes the numbers of a cell; `place` says where the cell is, for errors. */
type WriteCell = (
  cell: number | string | undefined,
  inputs: Float32Array,
  at: number,
  place: () => string,
) => void;

/** Turns rows of tables into inputs of a network: all rows of a table, or those that are given, in their order. */
export type TableEncoder = (where: string, table: Table, rows?: readonly number[]) => Float32Array;

/**
 * What turns rows into inputs.
 *
 * The encoder throws a {ModelInputError} for a column that is not there, a gap where none may be, and a number that is too
 * far from those of training for float32.
 */
export function tableEncoder({ columns }: Pick<TableInput, "columns">): TableEncoder {
  const width = columns.reduce((sum, column) => sum + columnWidth(column), 0);
  const writers = columns.map((column) =>
    column.kind === "numbers" ? numberWriter(column) : wordWriter(column),
  );
  return (where, table, rows = [...table.lines.keys()]) => {
    const inputs = new Float32Array(rows.length * width);
    let offset = 0;
    for (const [index, column] of columns.entries()) {
      const cells = columnOf(where, table, column.name);
      for (const [sample, row] of rows.entries()) {
        const place = () =>
          `${where}: ${table.name}, row at ${table.lines[row]}, column ${show(column.name)}:`;
        writers[index]!(cellOf(cells, row), inputs, sample * width + offset, place);
      }
      offset += columnWidth(column);
    }
    return inputs;
  };
}

/** @throws {ModelInputError} for a column that is not there, naming those that are */
export function columnOf(where: string, { name: table, columns }: Table, name: string): TableColumn {
  const column = columns.find((candidate) => candidate.name === name);
  if (column) return column;
  const found = columns.map((candidate) => show(candidate.name)).join(", ");
  throw new ModelInputError(`${where}: ${table}: needs the column ${show(name)}, got ${found || "none"}`);
}

/** A number or a word; undefined for a gap. */
function cellOf(column: TableColumn, row: number): number | string | undefined {
  const value = column.values[row];
  return Number.isNaN(value) ? undefined : value;
}

function numberWriter(column: NumberColumnSpec): WriteCell {
  const { mean, deviation, gap } = column;
  return (cell, inputs, at, place) => {
    const value = cell ?? checkGap(column, gap, place);
    inputs[at] = (Number(value) - mean) / deviation;
    if (Number.isFinite(inputs[at])) return;
    // a number as well may be too far off: its distance in deviations is beyond float32
    const needed = Number.isFinite(Number(value))
      ? `a number nearer to those of training (mean ${mean}, deviation ${deviation})`
      : "a number";
    throw new ModelInputError(`${place()} must be ${needed}, got ${show(value)}`);
  };
}

function wordWriter(column: WordColumnSpec): WriteCell {
  const { words, unseen, gap } = column;
  const places = new Map(words.map((word, index) => [word, index]));
  return (cell, inputs, at, place) => {
    if (cell === undefined) return inputs.set(checkGap(column, gap, place), at);
    const found = places.get(String(cell));
    if (found === undefined) inputs.set(unseen, at);
    else inputs[at + found] = 1;
  };
}

function checkGap<T>({ name }: ColumnSpec, gap: T | undefined, place: () => string): T {
  if (gap !== undefined) return gap;
  throw new ModelInputError(
    `${place()} needs a value, since rows with gaps in ${show(name)} were left out of training`,
  );
}
