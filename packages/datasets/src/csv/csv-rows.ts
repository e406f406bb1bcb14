import Papa from "papaparse";
import { DatasetFormatError } from "../errors.js";

/**
 * Reads CSV text as in RFC 4180, with any newlines and one character between cells: calls `visit` with the trimmed
 * cells of every row that is not blank, and with a function for the line on which the row ends.
 *
 * @throws {TypeError} for anything but a string
 * @throws {RangeError} for a delimiter that cannot be one
 * @throws {DatasetFormatError} for a quote that is not closed, closed inside a cell, or opened after a space
 */
export function forEachRow(
  where: string,
  text: string,
  delimiter: string,
  visit: (cells: readonly string[], line: () => number) => void,
): void {
  if (typeof text !== "string") {
    throw new TypeError(
      `${where}: needs the text of a CSV file as a string, got ${typeof text}; read files with "utf8"`,
    );
  }
  if (!/^[^"\r\n]$/.test(delimiter)) {
    throw new RangeError(
      `${where}: delimiter must be one character, no quote or newline, got ${JSON.stringify(delimiter)}`,
    );
  }
  const lineAt = (index: number) => text.slice(0, index).split("\n").length;
  Papa.parse<string[]>(text, {
    delimiter,
    newline: "\n", // trimming cells takes the \r of \r\n, so that files may mix the two
    skipEmptyLines: "greedy",
    step: ({ data, errors: [error], meta }) => {
      if (error !== undefined) {
        throw new DatasetFormatError(
          `${where}, line ${lineAt(error.index ?? 0)}: needed a quoted cell that ends with a quote, got another (${error.message}); a quote inside one is written twice`,
        );
      }
      const line = () => lineAt(meta.cursor - 1); // the cursor stands behind the newline of the row
      const spaced = data.find((cell) => /^\s+"/.test(cell));
      if (spaced !== undefined) {
        // RFC 4180 has no such cell: its quotes would become part of the word, which then is another word
        throw new DatasetFormatError(
          `${where}, line ${line()}: needed a quote right behind the delimiter, got ${JSON.stringify(spaced)}`,
        );
      }
      visit(
        data.map((cell) => cell.trim()),
        line,
      );
    },
  });
}
