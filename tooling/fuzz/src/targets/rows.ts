import { type Cell, DatasetFormatError, type Table, tableFromRows } from "@reciprocal/datasets";
import fc from "fast-check";
import { anyJsonDamage } from "../damage/json.js";
import { type Target } from "../target.js";
import { checkTable } from "./csv.js";

const seeds = [
  [{ age: 30, town: "Rome" }, { town: "Oslo" }, { age: null, town: "?" }],
  [
    { a: "1.5", b: "$nan", c: "$bigint", d: true },
    { a: "2", b: 3, c: "$undefined", d: false },
  ],
  [{ "": 1, x: "word" }],
].map((rows) => JSON.stringify(rows));

/** Values of rows that JSON lacks, by the texts that stand for them here. */
const others: Readonly<Record<string, unknown>> = {
  $nan: NaN,
  $infinity: Infinity,
  $bigint: 12n,
  $undefined: undefined,
  $date: new Date(0),
  $function: () => 1,
  $symbol: Symbol("a"),
};
const names = Object.keys(others);

/** Undefined for a text that is no JSON, which is not what is tried here. */
function rowsOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString("utf8"), (_, value: unknown) =>
      typeof value === "string" && Object.hasOwn(others, value) ? others[value] : value,
    );
  } catch {
    return undefined;
  }
}

export const rows: Target<Table> = {
  name: "rows",
  inputs: fc
    .record({
      seed: fc.constantFrom(...seeds),
      damage: anyJsonDamage,
      from: fc.constantFrom("Rome", "1.5", "?"),
      to: fc.constantFrom(...names, "\\ufffd"),
    })
    .map(({ seed, damage, from, to }) => Buffer.from(damage(seed).replaceAll(`"${from}"`, `"${to}"`))),
  read: (bytes) => tableFromRows(rowsOf(bytes) as readonly Readonly<Record<string, Cell>>[]),
  permits: (error) =>
    error instanceof DatasetFormatError ||
    (/^(TypeError|RangeError)$/.test(error.name) && error.message.startsWith("tableFromRows: rows")),
  check: (table) => checkTable(table),
};
