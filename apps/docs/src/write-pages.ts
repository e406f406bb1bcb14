import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { publishedFiles, type PublishedFile } from "./published-files.js";
import { accuracyTable, csvTable, speedTable } from "./result-tables.js";

/**
 * Writes the pages that are made from other files: those of the packages and of the committed results into `pages`, and
 * the tables that written pages include into `tables`. What was there before is deleted. The pages of the API are
 * typedoc's.
 */
export function writePages(
  root: string,
  { pages, tables }: { readonly pages: string; readonly tables: string },
): void {
  for (const folder of [join(pages, "packages"), join(pages, "results"), tables]) {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }
  for (const file of publishedFiles(root)) writeFileSync(join(pages, file.page), pageText(root, pages, file));
  const results = join(root, "apps/bench/results");
  const read = (path: string): string => readFileSync(join(results, path), "utf8");
  writeFileSync(join(tables, "accuracy-mnist.md"), accuracyTable(read("accuracy-mnist/runs.jsonl")));
  for (const name of ["speed", "speed-tfjs"])
    writeFileSync(join(tables, `${name}.md`), speedTable(read(`${name}.json`)));
}

/** A page that includes its source, so that the server of `docs:dev` follows it. */
function pageText(root: string, pages: string, { source, page }: PublishedFile): string {
  const frontmatter = `---\nsource: ${source}\n---\n\n`;
  if (!existsSync(join(root, source))) return frontmatter + filesText(join(root, dirname(source)));
  const include = relative(dirname(join(pages, page)), join(root, source));
  const api = page.replace("packages/", "api/");
  const more =
    api !== page && existsSync(join(pages, api)) ? `\nEvery name with its types: [API](/${api}).\n` : "";
  return `${frontmatter}<!--@include: ${include}-->\n${more}`;
}

/** Figures, tables and runs of a folder of results that has no text of its own. */
function filesText(folder: string): string {
  const files = readdirSync(folder);
  const read = (name: string): string => readFileSync(join(folder, name), "utf8");
  const named = (suffix: string): string[] => files.filter((name) => extname(name) === suffix);
  return [
    `# ${basename(folder)}`,
    "How it was made: [results](../README.md).",
    ...named(".svg").map((name) => `![${/aria-label="([^"]+)"/.exec(read(name))?.[1] ?? name}](${name})`),
    ...(basename(folder).startsWith("accuracy") ? [accuracyTable(read("runs.jsonl"))] : []),
    ...named(".csv").map((name) => csvTable(read(name))),
  ].join("\n\n");
}
