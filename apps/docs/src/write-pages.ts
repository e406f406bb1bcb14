import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { changelogPage } from "./changelog-page.js";
import { publishedFiles, type PublishedFile } from "./published-files.js";

/**
 * Writes the pages that are made from other files into `pages`: those of the packages and of the committed results,
 * and the changelog. Earlier ones are deleted. typedoc writes the pages of the API.
 */
export function writePages(root: string, pages: string): void {
  for (const folder of [join(pages, "packages"), join(pages, "results")]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(join(pages, "changelog.md"), changelogPage(root));
  for (const file of publishedFiles(root)) {
    mkdirSync(dirname(join(pages, file.page)), { recursive: true });
    writeFileSync(join(pages, file.page), pageText(root, pages, file));
  }
}

/** A page that includes its source, where it shows the whole of it, so that the server of `docs:dev` follows it. */
function pageText(root: string, pages: string, { source, page, part }: PublishedFile): string {
  const frontmatter = `---\nsource: ${source}\n---\n\n`;
  if (part !== undefined) return frontmatter + part;
  const include = relative(dirname(join(pages, page)), join(root, source));
  const api = page.replace("packages/", "api/");
  const more =
    api !== page && existsSync(join(pages, api)) ? `\nEvery name with its types: [API](/${api}).\n` : "";
  return `${frontmatter}<!--@include: ${include}-->\n${more}`;
}
