import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { documentFigures, documentHtml, documentMarkdown, documentTables } from "../report/document.js";
import { pngOf } from "../report/png.js";
import { csvText } from "../report/table.js";
import type { PaperLine } from "./paper-line.js";
import { paperReport } from "./report.js";

export interface WrittenPaper {
  /** Paths of the files. */
  readonly report: string;
  readonly markdown: string;
  readonly figures: readonly string[];
  readonly tables: readonly string[];
  /** Whether figures are there as PNG too. */
  readonly png: boolean;
}

/** Writes `report.html`, `report.md`, and figures and tables as files in folders beside them. */
export async function writePaperReport(
  lines: readonly PaperLine[],
  missing: readonly string[],
  out: string,
): Promise<WrittenPaper> {
  const document = paperReport(lines, missing);
  for (const folder of ["figures", "tables"]) mkdirSync(join(out, folder), { recursive: true });
  const write = (path: string, content: string | Uint8Array) => {
    writeFileSync(join(out, path), content);
    return join(out, path);
  };

  const figures: string[] = [];
  let png = true;
  for (const { name, svg } of documentFigures(document)) {
    figures.push(write(`figures/${name}.svg`, svg));
    const pixels = png ? await pngOf(svg) : null;
    if (pixels === null) png = false;
    else figures.push(write(`figures/${name}.png`, pixels));
  }
  return {
    report: write("report.html", documentHtml(document)),
    markdown: write("report.md", documentMarkdown(document, "figures")),
    figures,
    tables: documentTables(document).map((table) => write(`tables/${table.name}.csv`, csvText(table))),
    png,
  };
}
