import { describe, expect, it } from "vitest";
import { csvText, markdownTable } from "./table.js";

const table = { name: "t", headings: ["a", "b"], rows: [["1, 2", 'say "x|y"']] };

describe("csvText", () => {
  it("quotes what would break a row", () => {
    expect(csvText(table)).toBe('a,b\r\n"1, 2","say ""x|y"""\r\n');
  });

  it("prefers the numbers in full, and leaves a field empty for null", () => {
    expect(csvText({ ...table, data: [{ mean: 0.1234567, sd: null }] })).toBe("mean,sd\r\n0.1234567,\r\n");
  });
});

describe("markdownTable", () => {
  it("escapes what would break a cell", () => {
    expect(markdownTable(table)).toBe('| a | b |\n| --- | --- |\n| 1, 2 | say "x\\|y" |');
    expect(markdownTable({ headings: ["a"], rows: [["one\n <two>"]] })).toContain("| one &lt;two> |");
  });
});
