import type { Table } from "@reciprocal/datasets";
import type { TableInput } from "@reciprocal/model";

/** The rows of a table for prediction: words of the model stay words if they look like numbers, such as codes. */
export async function readRows(
  { columns, missing }: TableInput,
  bytes: Uint8Array,
  options: { readonly name: string; readonly encoding: string | undefined },
): Promise<Table> {
  const { readTable } = await import("@reciprocal/datasets");
  const table = readTable(bytes, { ...options, missing });
  const words = new Set(columns.filter(({ kind }) => kind === "words").map(({ name }) => name));
  const wrong = table.columns.filter(({ kind, name }) => kind === "numbers" && words.has(name));
  if (wrong.length === 0) return table;
  const kinds = Object.fromEntries(wrong.map(({ name }) => [name, "words"] as const));
  return readTable(bytes, { ...options, missing, kinds });
}
