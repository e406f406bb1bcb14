import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { publishedFiles, type PublishedFile } from "./published-files.js";

/**
 * Writes the pages that are made from other files into `pages`: those of the packages and of the committed results.
 * Earlier files there are deleted. typedoc writes the pages of the API.
 */
export function writePages(root: string, pages: string): void {
  for (const folder of [join(pages, "packages"), join(pages, "results")]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  for (const file of publishedFiles(root)) writeFileSync(join(pages, file.page), pageText(root, pages, file));
}

/** A page that includes its source, so that the server of `docs:dev` follows it. */
function pageText(root: string, pages: string, { source, page }: PublishedFile): string {
  const frontmatter = `---\nsource: ${source}\n---\n\n`;
  const include = relative(dirname(join(pages, page)), join(root, source));
  const api = page.replace("packages/", "api/");
  const more =
    api !== page && existsSync(join(pages, api)) ? `\nEvery name with its types: [API](/${api}).\n` : "";
  return `${frontmatter}<!--@include: ${include}-->\n${more}`;
}
