import { splitDataset, type Table, type TableColumn } from "@reciprocal/datasets";
import { deriveSeed } from "@reciprocal/spectral";
import { classCell } from "../labels/label-columns.js";
import { columnOf } from "../table/encode-table.js";
import type { TableChoices } from "./table-options.js";

/** The rows of each part, by the seed: of each class alike, and all rows of a group in the same one. */
export function splitRows(
  where: string,
  table: Table,
  { rows, classes }: { readonly rows: readonly number[]; readonly classes: TableColumn | undefined },
  { validation, seed, group, onWarning }: Pick<TableChoices, "validation" | "seed" | "group" | "onWarning">,
): { training: readonly number[]; heldOut: readonly number[] } {
  if (rows.length < 2) {
    throw new RangeError(`${where}: ${table.name}: needs two rows with labels or more, got ${rows.length}`);
  }
  if (validation === 0) return { training: rows, heldOut: [] };
  const places = new Map<string | undefined, number>();
  for (const row of rows) {
    const name = classes && classCell(classes, row);
    if (!places.has(name)) places.set(name, places.size);
  }
  const labels = Int32Array.from(rows, (row) => places.get(classes && classCell(classes, row))!);
  const groups = group === undefined ? undefined : columnOf(where, table, group);
  const { train, heldOut } = splitDataset(
    {
      ...{ name: table.name, inputs: bytesOf(rows), count: rows.length, features: 4, shape: [4] },
      ...{ labels, classes: places.size },
    },
    {
      ...{ fraction: validation, from: "random", seed: deriveSeed(seed, "split") },
      stratify: classes !== undefined,
      onWarning,
      ...(groups && { groups: rows.map((row) => classCell(groups, row) ?? `a gap in row ${row}`) }),
    },
  );
  return { training: rowsOf(train.inputs), heldOut: rowsOf(heldOut.inputs) };
}

/** Row numbers as the four bytes of each: float32 would round those above 2^24. */
function bytesOf(rows: readonly number[]): Uint8Array {
  return new Uint8Array(Uint32Array.from(rows).buffer);
}

function rowsOf(bytes: Uint8Array): number[] {
  return [...new Uint32Array(bytes.slice().buffer)];
}
