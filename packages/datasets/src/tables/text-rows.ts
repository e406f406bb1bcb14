import { show } from "@reciprocal/guards";
import { DatasetFormatError } from "../errors.js";
import { findDelimiter } from "./find-delimiter.js";
import { splitRows } from "./split-rows.js";

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

  if (comments === delimiter) {
    throw new RangeError(`${where}: comments must differ from the delimiter, got ${show(comments)} for both`);
  }

  const rows: TextRow[] = [];
  const doubtful: { cells: number; line: number; text: string }[] = [];
  for (const { cells, isComment, fault, ...place } of splitRows(body, { delimiter, newline, comments })) {
    const line = place.line + firstLine - 1;
    if (isComment) {
      const content = cells[0]!;
      const isProse = /^\s/.test(content.slice(comments.length));
      if (given.comments === undefined && !isProse) {
        doubtful.push({ cells: content.split(delimiter).length, line, text: content.trim() });
      }
      continue;
    }
    if (fault !== undefined) {
      throw new DatasetFormatError(
        `${where}, line ${line}: needed a quoted cell that ends with a quote, got ${fault}; a quote inside is written twice`,
      );
    }
    const spaced = cells.find((cell) => /^\s+"/.test(cell));
    if (spaced !== undefined) {
      // RFC 4180 has no such cell: its quotes would become part of the word, which then is another word
      throw new DatasetFormatError(
        `${where}, line ${line}: needed a quote right behind the delimiter, got ${show(spaced)}`,
      );
    }
    const trimmed = cells.map((cell) => cell.trim());
    if (trimmed.some((cell) => cell !== "")) rows.push({ cells: trimmed, line });
  }

  const wide = rows[0]?.cells.length ?? 0;
  const both = doubtful.find(({ cells }) => cells === wide && wide > 1);
  if (both === undefined) return { rows, delimiter };
  throw new DatasetFormatError(
    `${where}, line ${both.line}: needed a row or a comment, got ${show(both.text)}, which may be either; the option comments says it: "#" leaves such lines out, "" reads them as rows`,
  );
}
