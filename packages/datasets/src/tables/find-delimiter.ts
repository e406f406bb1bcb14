import { isNumberIn } from "./numbers.js";
import { type Separators, splitRows } from "./split-rows.js";

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
function measure(text: string, separators: Separators): { cells: number; share: number; numbers: number } {
  const counts = new Map<number, number>();
  let [seen, all, numbers] = [0, 0, 0];
  for (const { cells, isComment } of splitRows(text, separators)) {
    if (isComment || cells.every((cell) => cell.trim() === "")) continue;
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    all += cells.length;
    numbers += cells.filter((cell) => isNumber(cell.trim(), separators.delimiter)).length;
    if (++seen === rowsToLookAt) break;
  }
  const [cells, rows] = [...counts].reduce((a, b) => (b[1] > a[1] ? b : a), [0, 0]);
  return { cells, share: rows / seen, numbers: numbers / all };
}

function isNumber(cell: string, delimiter: string): boolean {
  return isNumberIn(cell, ".") || (delimiter !== "," && isNumberIn(cell, ","));
}
