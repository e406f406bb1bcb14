import { describe, expect, it } from "vitest";
import { type ErrorClass, errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError } from "../errors.js";
import { type Cell, tableFromRows } from "./table-from-rows.js";

describe("tableFromRows", () => {
  it("makes a column of every name, with gaps where a row lacks it", () => {
    const rows = [
      { age: 30, town: " Rome " },
      { town: null, ok: true },
      { age: "4.5", town: "NA", ok: false },
    ];
    expect(tableFromRows(rows)).toEqual({
      name: "rows",
      count: 3,
      columns: [
        { name: "age", kind: "numbers", values: Float64Array.of(30, NaN, 4.5) },
        { name: "town", kind: "words", values: ["Rome", undefined, undefined] },
        { name: "ok", kind: "words", values: [undefined, "true", "false"] },
      ],
      lines: Uint32Array.of(1, 2, 3),
    });
  });

  it("takes kinds and texts for gaps", () => {
    const { columns } = tableFromRows([{ a: 1, b: "?" }, { a: 2n }], { kinds: { a: "words" }, missing: [] });
    expect(columns.map(({ values }) => [...values])).toEqual([
      ["1", "2"],
      ["?", undefined],
    ]);
  });

  it("says which row and column is wrong", () => {
    const refused = (rows: unknown, type: ErrorClass, ...facts: string[]) =>
      expect(() => tableFromRows(rows as Record<string, Cell>[])).toThrow(
        errorWith(type, "tableFromRows: rows", ...facts),
      );
    refused([{ a: 1 }, { a: [2] }], TypeError, 'row 2, column "a"', "got an array of 1");
    refused([{ a: 1 }, 5], TypeError, "row 2", "got 5");
    refused([{ a: -Infinity }], RangeError, 'row 1, column "a"', "got -Infinity");
    // two words of which different letters were lost would be one
    refused([{ a: "K\uFFFDln" }], DatasetFormatError, 'row 1, column "a"', "K\uFFFDln", "U+FFFD", "encoding");
    refused([{ a: 1 }, { "Stra\uFFFDe": 1 }], DatasetFormatError, "row 2, name of a column", "Stra\uFFFDe");
    refused({ a: 1 }, TypeError, "array of rows", "got an object of a");
    expect(() => tableFromRows([])).toThrow(errorWith(DatasetFormatError, "tableFromRows: rows", "got none"));
    expect(() => tableFromRows([{ a: 1 }, { a: "x" }], { kinds: { a: "numbers" } })).toThrow(
      errorWith(DatasetFormatError, 'row 2, column "a"', 'got "x"'),
    );
  });
});
