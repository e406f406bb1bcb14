import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileError, writeFileSync } from "@reciprocal/files";
import {
  documentFigures,
  documentHtml,
  documentMarkdown,
  documentTables,
  type ReportDocument,
} from "./document.js";
import { standaloneSvg, type Drawings } from "./figure.js";
import { pngOf } from "./png.js";
import { csvText } from "./table.js";

/** What was written. */
export interface WrittenDocument {
  /** Paths of the files. */
  readonly report: string;
  readonly markdown: string;
  readonly figures: readonly string[];
  readonly tables: readonly string[];
  /** Whether figures are there as PNG too. */
  readonly png: boolean;
}

/** Draws every figure of a report. */
export async function drawFigures(document: ReportDocument): Promise<Drawings> {
  // the drawing library is large, and needed here only
  const { drawChart } = await import("./charts/draw.js");
  return new Map(documentFigures(document).map(({ name, chart }) => [name, drawChart(chart)]));
}

/** Writes `report.html`, `report.md`, and figures and tables as files in folders beside them. */
export async function writeDocument(document: ReportDocument, out: string): Promise<WrittenDocument> {
  for (const folder of ["figures", "tables"]) makeFolder(join(out, folder));
  const write = (path: string, content: string | Uint8Array) => {
    writeFileSync(join(out, path), content, { replace: true });
    return join(out, path);
  };

  const drawings = await drawFigures(document);
  const figures: string[] = [];
  let png = true;
  for (const [name, drawing] of drawings) {
    const svg = standaloneSvg(drawing);
    figures.push(write(`figures/${name}.svg`, svg));
    const pixels = png ? await pngOf(svg) : null;
    if (pixels === null) png = false;
    else figures.push(write(`figures/${name}.png`, pixels));
  }
  return {
    report: write("report.html", documentHtml(document, drawings)),
    markdown: write("report.md", documentMarkdown(document, "figures")),
    figures,
    tables: documentTables(document).map((table) => write(`tables/${table.name}.csv`, csvText(table))),
    png,
  };
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true });
  } catch (error) {
    throw fileError(path, "written", error);
  }
}
