/** A row of a text: its cells as they stand, without the quotes around them; or a comment, as one cell. */
export interface SplitRow {
  readonly cells: readonly string[];
  /** The line on which it begins. */
  readonly line: number;
  readonly isComment: boolean;
  /** What is wrong with its quotes, if something is. */
  readonly fault?: string;
}

/** What stands between cells and rows, and what a comment begins with; "" for no comments. */
export interface Separators {
  readonly delimiter: string;
  readonly newline: "\n" | "\r";
  readonly comments: string;
}

/**
 * Splits a text into rows and cells as in RFC 4180: a cell whose first character is a quote ends with a quote, a quote in it is
 * written twice. Blanks may stand behind the closing quote. Where something else does, the row has a fault, and the cell goes on to a
 * quote that can close it. Blank lines are rows too.
 *
 * Reads every character a few times at most, however far apart quotes, delimiters and newlines are.
 */
export function* splitRows(text: string, { delimiter, newline, comments }: Separators): Generator<SplitRow> {
  const nextDelimiter = finder(text, delimiter);
  const nextNewline = finder(text, newline);
  let [at, line] = [0, 1];
  while (at < text.length) {
    const first = line;
    if (comments !== "" && text.startsWith(comments, at)) {
      const end = nextNewline(at);
      yield { cells: [text.slice(at, end)], line: first, isComment: true };
      at = end + 1;
      line += 1;
      continue;
    }
    const cells: string[] = [];
    let fault: string | undefined;
    for (;;) {
      if (text[at] === '"') {
        const cell = quotedCell(text, at, { delimiter, newline });
        fault ??= cell.fault;
        cells.push(cell.value);
        for (let next = nextNewline(at); next < cell.end; next = nextNewline(next + 1)) line += 1;
        at = cell.end;
      } else {
        const end = Math.min(nextDelimiter(at), nextNewline(at));
        cells.push(text.slice(at, end));
        at = end;
      }
      if (text[at] !== delimiter) break;
      at += 1;
    }
    at += 1; // the newline
    line += 1;
    yield { cells, line: first, isComment: false, ...(fault !== undefined && { fault }) };
  }
}

interface QuotedCell {
  readonly value: string;
  /** Where the delimiter or the newline behind it stands, or the end of the text. */
  readonly end: number;
  readonly fault?: string;
}

function quotedCell(
  text: string,
  start: number,
  { delimiter, newline }: Pick<Separators, "delimiter" | "newline">,
): QuotedCell {
  let fault: string | undefined;
  for (let quote = text.indexOf('"', start + 1); quote >= 0; quote = text.indexOf('"', quote + 1)) {
    if (text[quote + 1] === '"') {
      quote += 1;
      continue;
    }
    let end = quote + 1;
    while (end < text.length && text[end] !== delimiter && text[end] !== newline && isBlank(text[end]!))
      end++;
    if (end === text.length || text[end] === delimiter || text[end] === newline) {
      const value = text.slice(start + 1, quote).replaceAll('""', '"');
      return { value, end, ...(fault !== undefined && { fault }) };
    }
    fault ??= "one with a single quote in it";
  }
  return { value: text.slice(start + 1), end: text.length, fault: fault ?? "one that is not closed" };
}

/** The next place of a character, or the end; asked for places that only grow, each is searched for once. */
function finder(text: string, character: string): (at: number) => number {
  let found = -1;
  return (at) => {
    if (found < at) {
      const next = text.indexOf(character, at);
      found = next < 0 ? text.length : next;
    }
    return found;
  };
}

function isBlank(character: string): boolean {
  return character.trim() === "";
}
