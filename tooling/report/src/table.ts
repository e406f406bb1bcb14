/** A table as it is read, and as it is computed with. */
export interface Table {
  /** Name of its file, without the suffix. */
  readonly name: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Whether cells are sentences. Default false: values. */
  readonly prose?: boolean;
  /** The same with numbers in full and a column for each; default: headings and rows. */
  readonly data?: readonly Readonly<Record<string, string | number | null>>[];
}

/** Comma-separated values as of RFC 4180, the names of the columns first; null is an empty field. */
export function csvText({ headings, rows, data }: Table): string {
  const names = data?.[0] === undefined ? headings : Object.keys(data[0]);
  const fields = data === undefined ? rows : data.map((row) => names.map((name) => String(row[name] ?? "")));
  return [names, ...fields].map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function field(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Text in a line of GitHub's Markdown, which would take `<name>` for HTML and not show it. */
export function markdownText(text: string): string {
  return text.replace(/\s*\n\s*/g, " ").replaceAll("<", "&lt;");
}

/** A table of GitHub's Markdown. */
export function markdownTable({ headings, rows }: Pick<Table, "headings" | "rows">): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => markdownText(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n");
}
