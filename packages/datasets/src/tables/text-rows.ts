import Papa from "papaparse";
import { DatasetFormatError } from "../errors.js";
import { show } from "@reciprocal/guards";
import { findDelimiter } from "./find-delimiter.js";

/** The cells of one row of a text, trimmed, and the line on which it begins. */
export interface TextRow {
  readonly cells: readonly string[];
  readonly line: number;
}

/** The rows of a text that are not blank. */
export interface TextRows {
  readonly rows: readonly TextRow[];
  /** The character between cells, as given or as found. */
  readonly delimiter: string;
}

/**
 * Reads CSV text as in RFC 4180, with any newlines and one character between cells. A first line such as `sep=;`, which
 * spreadsheets write, names that character. Lines that begin with `comments` are left out; without it those that begin
 * with `#`; those with something right behind it and as many cells as a row, two or more, are refused as doubtful.
 *
 * @throws {RangeError} for a delimiter that cannot be one
 * @throws {DatasetFormatError} for a quote that is not closed, closed inside a cell, or opened after a space, and for a
 * line that may be a row as well as a comment
 */
export function textRows(
  where: string,
  text: string,
  given: { readonly delimiter?: string | undefined; readonly comments?: string | undefined },
): TextRows {
  // a file of old Macs; otherwise trimming cells takes the \r of \r\n, so that files may mix the two
  const newline = text.includes("\n") || !text.includes("\r") ? "\n" : "\r";
  const { comments = "#" } = given;
  const separator = /^sep=([^"\r\n])\r?(?:\n|$)/i.exec(newline === "\n" ? text.slice(0, 16) : "");
  const firstLine = separator ? 2 : 1;
  const body = separator ? text.slice(separator[0].length) : text;
  const delimiter = given.delimiter ?? separator?.[1] ?? findDelimiter(body, newline, comments);
  if (!/^[^"\r\n]$/.test(delimiter)) {
    throw new RangeError(
      `${where}: delimiter must be one character, no quote or newline, got ${show(delimiter)}`,
    );
  }

  const rows: TextRow[] = [];
  const doubtful: { cells: number; line: number; text: string }[] = [];
  let start = 0; // of what follows the last row
  let line = firstLine;
  const blank = new RegExp(`^[\\s"${delimiter.replace(/[\\\]^-]/, "\\$&")}]*$`);
  /** Counts the blank lines and comments before the next row, or before the end. */
  const passOver = () => {
    while (start < body.length) {
      const next = body.indexOf(newline, start);
      const content = body.slice(start, next < 0 ? undefined : next);
      if (comments !== "" && content.startsWith(comments)) {
        const cells = content.split(delimiter).length;
        const isProse = /^\s/.test(content.slice(comments.length));
        if (given.comments === undefined && !isProse) doubtful.push({ cells, line, text: content.trim() });
      } else if (!blank.test(content)) return;
      start = next < 0 ? body.length : next + 1;
      line += 1;
    }
  };
  Papa.parse<string[]>(body, {
    delimiter,
    newline,
    comments: comments === "" ? false : comments,
    skipEmptyLines: "greedy",
    step: ({ data, errors: [error], meta }) => {
      passOver();
      if (error !== undefined) {
        throw new DatasetFormatError(
          `${where}, line ${line}: needed a quoted cell that ends with a quote, got another (${error.message}); a quote inside one is written twice`,
        );
      }
      const spaced = data.find((cell) => /^\s+"/.test(cell));
      if (spaced !== undefined) {
        // RFC 4180 has no such cell: its quotes would become part of the word, which then is another word
        throw new DatasetFormatError(
          `${where}, line ${line}: needed a quote right behind the delimiter, got ${show(spaced)}`,
        );
      }
      rows.push({ cells: data.map((cell) => cell.trim()), line });
      for (let at = start; (at = body.indexOf(newline, at) + 1) > 0 && at <= meta.cursor;) line += 1;
      start = meta.cursor; // behind the newline of the row
    },
  });
  passOver();

  const wide = rows[0]?.cells.length ?? 0;
  const both = doubtful.find(({ cells }) => cells === wide && wide > 1);
  if (both === undefined) return { rows, delimiter };
  throw new DatasetFormatError(
    `${where}, line ${both.line}: needed a row or a comment, got ${show(both.text)}, which may be either; the option comments says it: "#" leaves such lines out, "" reads them as rows`,
  );
}
