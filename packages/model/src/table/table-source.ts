import { type Cell, readTable, type ReadTableOptions, type Table, tableFromRows } from "@reciprocal/datasets";
import { isObject, show } from "@reciprocal/guards";

/** A row of a table: a cell for each column, by its name. null, undefined and NaN are gaps. */
export type Row = Readonly<Record<string, Cell>>;

/** Rows in any form: the text or the bytes of a CSV file, an object per row, or what `readTable` gives. */
export type TableSource = string | Uint8Array | readonly Row[] | Table;

/**
 * @param options - for texts, bytes and objects; what `readTable` gave is taken as it is
 * @throws {TypeError} unless the source has one of its forms; and as `readTable` and `tableFromRows`
 */
export function tableOf(where: string, source: TableSource, options: ReadTableOptions): Table {
  if (typeof source === "string" || source instanceof Uint8Array) return readTable(source, options);
  if (isTable(source)) return source;
  if (!Array.isArray(source)) {
    const hint = isObject(source) ? "; a single row goes in [ ]" : "";
    throw new TypeError(
      `${where}: needs the text or bytes of a table, or an array of rows, got ${show(source)}${hint}`,
    );
  }
  const { name, missing, kinds } = options;
  return tableFromRows(source as readonly Row[], {
    ...(name !== undefined && { name }),
    ...(missing !== undefined && { missing }),
    ...(kinds !== undefined && { kinds }),
  });
}

/** Whether something is what `readTable` gives. */
export function isTable(source: unknown): source is Table {
  return (
    isObject(source) &&
    "columns" in source &&
    Array.isArray(source.columns) &&
    "lines" in source &&
    "count" in source
  );
}
