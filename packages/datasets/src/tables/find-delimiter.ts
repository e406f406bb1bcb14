import Papa from "papaparse";
import { isNumberIn } from "./numbers.js";

// in this order where nothing else decides: a semicolon is there because the comma is needed for something else
const candidates = ["\t", ";", "|", ","];
const rowsToLookAt = 100;

/**
 * The character between the cells of a text: comma, semicolon, tab or pipe. It is the one that gives most rows the same
 * number of cells, two or more; of several the one whose cells are numbers more often ("1,5;2,5" is two numbers, or the
 * three texts "1", "5;2" and "5"), then the one that gives more cells. A comma for a text of one column.
 */
export function findDelimiter(text: string, newline: "\n" | "\r", comments: string): string {
  const found = candidates
    .map((delimiter) => ({ delimiter, ...measure(text, { delimiter, newline, comments }) }))
    .filter(({ cells }) => cells >= 2);
  const best = Math.max(...found.map(({ share }) => share));
  const [first] = found
    .filter(({ share }) => share >= 0.8 * best)
    .sort((a, b) => b.numbers - a.numbers || b.cells - a.cells);
  return first?.delimiter ?? ",";
}

/** Cells per row as most rows have them, the share of rows that have as many, and the share of cells that are numbers. */
function measure(
  text: string,
  {
    delimiter,
    newline,
    comments,
  }: { readonly delimiter: string; readonly newline: "\n" | "\r"; readonly comments: string },
): { cells: number; share: number; numbers: number } {
  const { data } = Papa.parse<string[]>(text, {
    delimiter,
    newline,
    comments: comments === "" ? false : comments,
    skipEmptyLines: "greedy",
    preview: rowsToLookAt,
  });
  const counts = new Map<number, number>();
  for (const row of data) counts.set(row.length, (counts.get(row.length) ?? 0) + 1);
  const [cells, rows] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
  const all = data.flat().map((cell) => cell.trim());
  const isNumber = (cell: string) => isNumberIn(cell, ".") || (delimiter !== "," && isNumberIn(cell, ","));
  return { cells, share: rows / data.length, numbers: all.filter(isNumber).length / all.length };
}
