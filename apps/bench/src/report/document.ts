import { standaloneSvg, type Figure } from "./figure.js";
import { escapeHtml, figuresHtml, listHtml, pageHtml, tableHtml } from "./html.js";
import { markdownTable, markdownText, type Table } from "./table.js";

/** A report as data, so that every format says the same. */
export interface ReportDocument {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3; readonly text: string }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "command"; readonly text: string }
  | { readonly kind: "list"; readonly items: readonly string[] }
  | { readonly kind: "table"; readonly table: Table }
  | { readonly kind: "figures"; readonly figures: readonly Figure[] };

/** A page that needs nothing beside itself. */
export function documentHtml({ title, blocks }: ReportDocument): string {
  return pageHtml(title, blocks.map(blockHtml).join("\n"));
}

function blockHtml(block: Block): string {
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
      return tableHtml(block.table.headings, block.table.rows, block.table);
    case "figures":
      return figuresHtml(block.figures);
  }
}

/** For GitHub; figures are files in `folder` beside it. */
export function documentMarkdown({ title, blocks }: ReportDocument, folder: string): string {
  return `${[`# ${title}`, ...blocks.map((block) => blockMarkdown(block, folder))].join("\n\n")}\n`;
}

function blockMarkdown(block: Block, folder: string): string {
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
export function documentFigures({
  blocks,
}: ReportDocument): { readonly name: string; readonly svg: string }[] {
  return blocks.flatMap((block) =>
    block.kind === "figures" ? block.figures.map(({ name, svg }) => ({ name, svg: standaloneSvg(svg) })) : [],
  );
}

/** Every table of the report. */
export function documentTables({ blocks }: ReportDocument): Table[] {
  return blocks.flatMap((block) => (block.kind === "table" ? [block.table] : []));
}
