import type { Drawings, Figure } from "./figure.js";
import { escapeHtml, figuresHtml, listHtml, pageHtml, tableHtml } from "./html.js";
import { markdownTable, markdownText, type Table } from "./table.js";

/** A report as data, so that every format says the same. */
export interface ReportDocument {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A part of a report. The functions of the same names make them. */
export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "command"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "figures"; readonly figures: readonly Figure[] };

export const heading = (level: 2 | 3, text: string): Block => ({ kind: "heading", level, text });
export const text = (text: string): Block => ({ kind: "text", text });
/** A command line. */
export const command = (text: string): Block => ({ kind: "command", text });
export const list = (items: readonly string[]): Block => ({ kind: "list", items });
export const table = (table: Table): Block => ({ kind: "table", table });
export const figures = (figures: readonly Figure[]): Block => ({ kind: "figures", figures });

/** A page that needs no other file. */
export function documentHtml({ title, blocks }: ReportDocument, drawings: Drawings): string {
  return pageHtml(title, blocks.map((block) => blockHtml(block, drawings)).join("\n"));
}

function blockHtml(block: Block, drawings: Drawings): string {
  switch (block.kind) {
    case "heading":
      return `<h${block.level}>${escapeHtml(block.text)}</h${block.level}>`;
    case "text":
      return `<p>${escapeHtml(block.text)}</p>`;
    case "command":
      return `<pre>${escapeHtml(block.text)}</pre>`;
    case "list":
      return listHtml(block.items);
    case "table":
      return tableHtml(block.table);
    case "figures":
      return figuresHtml(block.figures, drawings);
  }
}

/** For GitHub; figures are files in `folder` beside it. */
export function documentMarkdown({ title, blocks }: ReportDocument, folder: string): string {
  return `${[`# ${title}`, ...blocks.map((block) => blockMarkdown(block, folder))].join("\n\n")}\n`;
}

/** One block of it. */
export function blockMarkdown(block: Block, folder: string): string {
  switch (block.kind) {
    case "heading":
      return `${"#".repeat(block.level)} ${markdownText(block.text)}`;
    case "text":
      return markdownText(block.text);
    case "command":
      return `\`\`\`sh\n${block.text}\n\`\`\``;
    case "list":
      return block.items.map((item) => `- ${markdownText(item)}`).join("\n");
    case "table":
      return markdownTable(block.table);
    case "figures":
      return block.figures
        .map(
          ({ name, caption }) =>
            `![${markdownText(caption)}](${folder}/${name}.svg)\n\n${markdownText(caption)}`,
        )
        .join("\n\n");
  }
}

/** Every figure of the report. */
export function documentFigures({ blocks }: ReportDocument): Figure[] {
  return blocks.flatMap((block) => (block.kind === "figures" ? block.figures : []));
}

/** Every table of the report. */
export function documentTables({ blocks }: ReportDocument): Table[] {
  return blocks.flatMap((block) => (block.kind === "table" ? [block.table] : []));
}
