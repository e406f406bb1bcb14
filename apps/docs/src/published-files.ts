import { readdirSync } from "node:fs";
import { join } from "node:path";

/** A file of the repository that the site shows as a page. */
export interface PublishedFile {
  /** Path from the top of the repository. */
  readonly source: string;
  /** Path from the folder of the pages. */
  readonly page: string;
}

/** READMEs of the packages and of the bench, and the folders of committed results, with the pages that show them. */
export function publishedFiles(root: string): PublishedFile[] {
  const packages = folders(join(root, "packages")).map((name) => `packages/${name}`);
  const readmes = [...packages, "apps/bench"].map((folder) => ({
    source: `${folder}/README.md`,
    page: `packages/${folder.split("/")[1]}.md`,
  }));
  const results = "apps/bench/results";
  const reports = folders(join(root, results)).map((name) => ({
    source: `${results}/${name}/report.md`,
    page: `results/${name}.md`,
  }));
  return [...readmes, { source: `${results}/README.md`, page: "results/index.md" }, ...reports];
}

function folders(path: string): string[] {
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
}
