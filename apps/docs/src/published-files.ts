import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { splitReport } from "./split-report.js";

/** A file of the repository that the site shows as a page. */
export interface PublishedFile {
  /** Path from the top of the repository. */
  readonly source: string;
  /** Path from the folder of the pages. */
  readonly page: string;
  /** The heading of `source` that the page begins with, if it shows one section only. */
  readonly anchor?: string;
  /** What the page shows instead of `source`, if that is not the whole of it. */
  readonly part?: string;
}

/**
 * READMEs of the packages and of the bench, and the folders of committed results, with the pages that show them. A long
 * report has a page for each section.
 */
export function publishedFiles(root: string): PublishedFile[] {
  const packages = folders(join(root, "packages")).map((name) => `packages/${name}`);
  const readmes = [...packages, "apps/bench"].map((folder) => ({
    source: `${folder}/README.md`,
    page: `packages/${folder.split("/")[1]}.md`,
  }));
  const results = "apps/bench/results";
  const reports = folders(join(root, results)).flatMap((name) => reportFiles(root, results, name));
  return [...readmes, { source: `${results}/README.md`, page: "results/index.md" }, ...reports];
}

function reportFiles(root: string, results: string, name: string): PublishedFile[] {
  const source = `${results}/${name}/report.md`;
  const report = readFileSync(join(root, source), "utf8");
  const { main, sections } = splitReport(report, (anchor) => `/results/${name}/${anchor}.md`);
  const page = `results/${name}.md`;
  return [
    sections.length === 0 ? { source, page } : { source, page, part: main },
    ...sections.map(({ anchor, text }) => ({
      source,
      page: `results/${name}/${anchor}.md`,
      anchor,
      part: `${text}\nPart of [the report](/${page}).\n`,
    })),
  ];
}

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
