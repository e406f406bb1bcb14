import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import {
  publishedLearningRates,
  publishedMethods,
  publishedSettings,
  sparseBias,
  sparseLearningRates,
  sparseMethods,
  sparseSettings,
} from "@reciprocal/published";
import { paperExcerpt } from "./paper-excerpt.js";
import { publishedFiles, type PublishedFile } from "./published-files.js";
import {
  accuracyTable,
  breakEvenTable,
  learningRateTable,
  predictTable,
  serveTable,
  settingsTable,
  sparseTable,
  speedTable,
} from "./result-tables.js";

/**
 * Writes the pages that are made from other files: those of the packages and of the committed results into `pages`, and
 * the tables that other pages include into `tables`. Earlier files there are deleted. typedoc writes the pages of the API.
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
  const speed = read("speed.json");
  const predict = read("predict.json");
  const texts = {
    paper: paperExcerpt(read("paper/report.md"), {
      figures: "../../bench/results/paper/figures",
      page: "/results/paper",
    }),
    "accuracy-mnist": accuracyTable(read("accuracy-mnist/runs.jsonl")),
    speed: speedTable(speed),
    "sparse-rows": sparseTable(speed),
    "break-even": breakEvenTable(speed),
    predict: predictTable(predict),
    serve: serveTable(predict),
    settings: settingsTable({
      accuracy: publishedSettings,
      sparse: { ...sparseSettings, bias: sparseBias },
    }),
    "learning-rates": learningRateTable(
      { mnist: "MNIST", "fashion-mnist": "Fashion-MNIST", cifar10: "CIFAR-10" },
      [
        { name: "accuracy", methods: publishedMethods, rates: publishedLearningRates },
        { name: "sparse", methods: sparseMethods, rates: sparseLearningRates },
      ],
    ),
  };
  for (const [name, text] of Object.entries(texts)) writeFileSync(join(tables, `${name}.md`), text);
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
