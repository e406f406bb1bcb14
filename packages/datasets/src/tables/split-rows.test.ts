import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { type Separators, splitRows } from "./split-rows.js";

const commas: Separators = { delimiter: ",", newline: "\n", comments: "#" };
const rowsOf = (text: string, separators: Partial<Separators> = {}) =>
  [...splitRows(text, { ...commas, ...separators })].filter(({ isComment }) => !isComment);

describe("splitRows", () => {
  it("numbers lines through cells of several lines, comments and blank lines", () => {
    const rows = [...splitRows('a,b\n# no\n\n"x\ny",1\nz,2', commas)];
    expect(rows.map(({ line, isComment, cells }) => [line, isComment, cells])).toEqual([
      [1, false, ["a", "b"]],
      [2, true, ["# no"]],
      [3, false, [""]],
      [4, false, ["x\ny", "1"]],
      [6, false, ["z", "2"]],
    ]);
  });

  it("takes blanks behind a closing quote, such as the first half of a newline, and quotes inside a plain cell", () => {
    expect(rowsOf('"a"  ,"b"\r\nc"d,"e"\t\n').map(({ cells }) => cells)).toEqual([
      ["a", "b"],
      ['c"d', "e"],
    ]);
  });

  it("says what is wrong with quotes, on the line where the row begins", () => {
    expect(rowsOf('1\n"a"b",2\n')[1]).toMatchObject({ line: 2, fault: "one with a single quote in it" });
    expect(rowsOf('"a\n')[0]).toMatchObject({ line: 1, fault: "one that is not closed" });
  });

  it("reads what Papa Parse reads, and finds faults where it does", () => {
    const piece = fc.constantFrom('"', '""', ",", ";", "\n", "\r\n", " ", "#", "a", "1.5", '"a"', "\t");
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 30 }),
        fc.constantFrom(",", ";", "\t"),
        (pieces, delimiter) => {
          const text = `${pieces.join("")}\n`; // it refuses blanks between a quote and the end of the text
          const { data, errors } = Papa.parse<string[]>(text, { delimiter, newline: "\n", comments: "#" });
          const rows = rowsOf(text, { delimiter });
          const quotes = errors.filter(({ type }) => type === "Quotes");
          expect(rows.some(({ fault }) => fault !== undefined)).toBe(quotes.length > 0);
          if (quotes.length > 0) return;
          // it adds a row behind the last newline
          if (data.at(-1)?.length === 1 && data.at(-1)![0] === "" && rows.length === data.length - 1)
            data.pop();
          expect(rows.map(({ cells }) => cells)).toEqual(data);
        },
      ),
      { seed: 1, numRuns: 3000 },
    );
  });

  it("gives back what Papa Parse writes", () => {
    const cell = fc.string({ unit: fc.constantFrom('"', ",", "\n", "\r", " ", "a", "é", "#"), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
        const text = Papa.unparse(rows, { newline: "\n", quotes: true });
        expect(rowsOf(text).map(({ cells }) => cells)).toEqual(rows);
      }),
      { seed: 1, numRuns: 500 },
    );
  });
});
