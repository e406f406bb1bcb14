import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { DatasetFormatError } from "../errors.js";
import { readTable } from "./read-table.js";
import type { Table } from "./table.js";
import type { ReadTableOptions } from "./table-options.js";

const plain = ({ columns }: Table) =>
  Object.fromEntries(columns.map(({ name, values }) => [name, [...(values as Iterable<unknown>)]]));
const read = (text: string | Uint8Array, options: ReadTableOptions = {}) => plain(readTable(text, options));
const refused = (text: string | Uint8Array, options: ReadTableOptions, ...facts: string[]) =>
  expect(() => readTable(text, options)).toThrow(errorWith(DatasetFormatError, "readTable: csv", ...facts));
const bytes = (text: string) => new TextEncoder().encode(text);

describe("readTable", () => {
  it("finds columns of numbers and of words, and marks gaps", () => {
    const table = readTable("age,town,note\n30,Rome,NA\n?,n/a,\n4.5,Oslo,null\n", { name: "people.csv" });
    expect(table).toEqual({
      name: "people.csv",
      count: 3,
      columns: [
        { name: "age", kind: "numbers", values: Float64Array.of(30, NaN, 4.5) },
        { name: "town", kind: "words", values: ["Rome", undefined, "Oslo"] },
        { name: "note", kind: "numbers", values: Float64Array.of(NaN, NaN, NaN) },
      ],
      lines: Uint32Array.of(2, 3, 4),
    });
  });

  it.each([",", ";", "\t", "|"])("finds %j between the cells", (delimiter) => {
    const text = "name,size,price\nx,1.5,3\ny z,2.5,4\n".replaceAll(",", delimiter);
    expect(read(text)).toEqual({ name: ["x", "y z"], size: [1.5, 2.5], price: [3, 4] });
  });

  it.each<[string, string, unknown[]]>([
    [
      "a decimal comma with a line of names",
      "x;y\n1,5;2\n-,25;3",
      [
        [1.5, -0.25],
        [2, 3],
      ],
    ],
    [
      "a decimal comma without one",
      "1,5;2,5;a\n3,5;4,5;b",
      [
        [1.5, 3.5],
        [2.5, 4.5],
        ["a", "b"],
      ],
    ],
    [
      "quoted decimal commas between commas",
      'x,y\n"1,5",a\n"2,25",b',
      [
        [1.5, 2.25],
        ["a", "b"],
      ],
    ],
    [
      "lists with semicolons in a comma text",
      "x,y\n1,a;b\n2,c;d",
      [
        [1, 2],
        ["a;b", "c;d"],
      ],
    ],
    [
      "two decimal commas in a row, which are three cells between commas",
      "1,5;2,5\n3,5;4,5",
      [
        [1.5, 3.5],
        [2.5, 4.5],
      ],
    ],
    ["one column", "x\n1\n2", [[1, 2]]],
  ])("reads %s", (_, text, values) => {
    expect(Object.values(read(text))).toEqual(values);
  });

  it("refuses a decimal sign that cannot be told", () => {
    refused("x;y\n1,5;1.5\n2,5;2.5", {}, 'a point in "y" and a comma in "x"', "option decimal");
    refused("x;y\n1,234;1\n2,500;1", {}, 'got "1,234" in "x"', "thousands");
    expect(read("x;y\n1,234;1\n2,500;1", { decimal: "," }).x).toEqual([1.234, 2.5]);
    expect(read("x;y\n1,234;1\n2,500;1", { decimal: "." }).x).toEqual(["1,234", "2,500"]);
    // a zero before the comma is no group of thousands
    expect(read("x;y\n1,234;1\n0,500;1").x).toEqual([1.234, 0.5]);
  });

  it("finds out whether the first line is one of names", () => {
    expect(read("5.1,3.5,setosa\n4.9,?,virginica")).toEqual({
      "column 1": [5.1, 4.9],
      "column 2": [3.5, NaN],
      "column 3": ["setosa", "virginica"],
    });
    expect(Object.keys(read("id,x2019,2020\n1,2,3\n4,5,6")).sort()).toEqual(["2020", "id", "x2019"]);
    expect(Object.keys(read("town,land\nRome,Italy"))).toEqual(["town", "land"]);
    expect(read("1,x\n2,y", { columns: ["a", "b"] })).toEqual({ a: [1, 2], b: ["x", "y"] });
    expect(read("a,b\n1,x", { columns: ["a", "b"] })).toEqual({ a: [1], b: ["x"] });
  });

  it("leaves out the line sep=, blank rows, comments and empty cells at the end", () => {
    const table = readTable(
      "sep=;\r\n# by hand; in 2020; a, b\r\na;b;\r\n\r\n1,5;x;;\r\n;;\r\n# done\r\n2;y\r\n#",
    );
    expect(plain(table)).toEqual({ a: [1.5, 2], b: ["x", "y"] });
    expect([...table.lines]).toEqual([5, 8]);
  });

  it("refuses a line that may be a comment or a row, unless it is said", () => {
    const text = "color,n\n#ff0000,1\nred,2\n";
    refused(text, {}, "line 2", 'got "#ff0000,1"', "comments");
    expect(read(text, { comments: "" }).color).toEqual(["#ff0000", "red"]);
    expect(read(text, { comments: "#" }).color).toEqual(["red"]);
    expect(read("a,b\n% no\n1,2", { comments: "%" }).a).toEqual([1]);
  });

  it("reads quotes, cells of several lines and old newlines", () => {
    const table = readTable('a,b\r\n"x, ""y""","two\r\nlines"\r\n\r\nz,w');
    expect(plain(table)).toEqual({ a: ['x, "y"', "z"], b: ["two\r\nlines", "w"] });
    expect([...table.lines]).toEqual([2, 5]);
    expect(read("a,b\r1,2\r3,4").b).toEqual([2, 4]);
  });

  it("takes as gaps what the list says, numbers too", () => {
    expect(read("a,b\n-999,-\n1,?", { missing: ["-999"] })).toEqual({ a: [NaN, 1], b: ["-", "?"] });
  });

  it("refuses a column that is numbers but for a few cells", () => {
    const text = `a,b\n${"1,x\n".repeat(10)}2O,x\n`;
    refused(text, {}, 'line 12, column "a"', "10 of 11 cells", 'got "2O"', 'kinds: { "a": "words" }');
    expect(read(text, { kinds: { a: "words" } }).a?.at(-1)).toBe("2O");
    expect(read(text, { missing: ["2O"] }).a?.at(-1)).toBeNaN();
    expect(read("a,b\n1,x\nA/5 21,y").a).toEqual(["1", "A/5 21"]);
    refused("a,b\n1,x\nA/5 21,y", { kinds: { a: "numbers" } }, 'line 3, column "a"', 'got "A/5 21"');
    refused("a,b\n1,x", { kinds: { c: "words" } }, 'a column "c"', '"a", "b"');
    expect(() => readTable("a\n1", { kinds: { a: "text" as "words" } })).toThrow(
      errorWith(TypeError, 'readTable: kinds["a"]', 'got "text"'),
    );
  });

  it("refuses numbers that float64 does not hold", () => {
    refused("a,b\n1,2\n1e999,3", {}, 'line 3, column "a"', 'got "1e999"');
  });

  it("reads UTF-16 by its mark, other encodings by their name, and gzip", () => {
    const utf16 = Uint8Array.of(
      0xff,
      0xfe,
      ...new Uint8Array(Uint16Array.from([..."a,b\n1,ö"], (c) => c.charCodeAt(0)).buffer),
    );
    const expected = { a: [1], b: ["ö"] };
    expect(read(utf16)).toEqual(expected);
    const swapped = Uint8Array.from(utf16, (_, i) => utf16[i ^ 1]!);
    expect(read(swapped)).toEqual(expected);
    expect(read(bytes("\ufeffa,b\n1,ö"))).toEqual(expected);
    expect(read("\ufeffa,b\n1,ö")).toEqual(expected);
    expect(read(gzipSync(bytes("a,b\n1,ö")))).toEqual(expected);
    const latin = Uint8Array.from("a,b\n1,ö", (c) => c.charCodeAt(0));
    expect(read(latin, { encoding: "windows-1252" })).toEqual(expected);
    refused(latin, {}, "line 2", "U+FFFD", '"windows-1252"');
    refused("name,n\nB\ufffdr,1\nB\ufffdr,2\n", {}, "line 2", '"name,n\\nB\ufffdr,1', "U+FFFD");
    refused(utf16.subarray(2), {}, "line 1", "zero byte", '"utf-16le"');
    expect(() => readTable(latin, { encoding: "latin-x" })).toThrow(
      errorWith(RangeError, "encoding", '"latin-x"'),
    );
    expect(() => readTable("a\n1", { encoding: "utf-8" })).toThrow(
      errorWith(RangeError, "encoding", "bytes"),
    );
    const hint = 'got 0 rows; "data/iris.csv" looks like the path of a file: give its text or its bytes';
    expect(() => readTable("data/iris.csv")).toThrow(errorWith(DatasetFormatError, "readTable: csv", hint));
    expect(readTable("iris.csv\n1").columns[0]).toMatchObject({ name: "iris.csv" });
    expect(() => readTable(5 as unknown as string)).toThrow(errorWith(TypeError, "readTable: csv", "got 5"));
  });

  it("says what was given in place of a table", () => {
    refused("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 9\n", {}, "Git LFS");
    refused(bytes("<!doctype html>\n<title>iris.csv</title>"), {}, "a web page");
    refused(
      Uint8Array.from("PK\x03\x04[Content_Types].xml", (c) => c.charCodeAt(0)),
      {},
      "office program",
    );
    refused('[{"a": 1}]', {}, "JSON", "tableFromRows");
    expect(read("[id],{x}\n1,2")).toEqual({ "[id]": [1], "{x}": [2] });
  });

  it("keeps errors short, whatever a file holds", () => {
    for (const text of [`a,b\n"${"x".repeat(1e6)}`, `a,b\n${"1,".repeat(1e5)}`, `${"a,".repeat(1e5)}b\n1`]) {
      let message = "";
      try {
        readTable(text, { delimiter: "," });
      } catch (error) {
        message = (error as Error).message;
      }
      expect(message).toMatch(/^readTable: csv/);
      expect(message.length).toBeLessThan(400);
    }
  });
});
