import { type ReadTableOptions, type Table, tableFromRows } from "@reciprocal/datasets";
import { isObject } from "@reciprocal/guards";
import type { TableInput } from "../specs/input-spec.js";
import { isTable, type Row, tableOf, type TableSource } from "./table-source.js";

/** How to read a text that a model predicts from; what columns hold and what a gap is, the model knows. */
export type ReadRowsOptions = Omit<ReadTableOptions, "kinds" | "missing">;

/**
 * Rows for a model, read as those of its training were.
 *
 * @param others - columns that are read too if they are there, such as that of the label
 */
export function readRows(
  where: string,
  source: TableSource,
  { columns, missing }: TableInput,
  {
    options = {},
    others = {},
  }: { readonly options?: ReadRowsOptions; readonly others?: ReadTableOptions["kinds"] },
): Table {
  const kinds = { ...wordKinds(columns), ...others };
  if (!Array.isArray(source) || isTable(source))
    return tableOf(where, source, { ...options, missing, kinds });
  // what else the objects hold is no matter of the model, and need not be cells
  const names = new Set([...columns.map(({ name }) => name), ...Object.keys(others)]);
  const rows = (source as readonly Row[]).map((row) =>
    isObject(row) ? Object.fromEntries(Object.entries(row).filter(([name]) => names.has(name))) : row,
  );
  const found = new Set(rows.flatMap((row) => (isObject(row) ? Object.keys(row) : [])));
  const known = Object.entries(kinds).filter(([name]) => found.has(name));
  return tableFromRows(rows, { missing, kinds: Object.fromEntries(known) });
}

/** The columns of words that could be taken for numbers: those with words that are, also by a decimal comma. */
function wordKinds(columns: TableInput["columns"]): Record<string, "words"> {
  return Object.fromEntries(
    columns.flatMap((column) =>
      column.kind === "words" && column.words.some((word) => !Number.isNaN(Number(word.replace(",", "."))))
        ? [[column.name, "words"]]
        : [],
    ),
  );
}
