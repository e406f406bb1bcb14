import { readFileSync } from "node:fs";
import { join } from "node:path";
import {
  publishedLearningRates,
  publishedMethods,
  publishedSettings,
  sparseBias,
  sparseLearningRates,
  sparseMethods,
  sparseSettings,
} from "@reciprocal/published";
import { bibtex } from "./citation.js";
import { oddNumbersTable } from "./odd-numbers/index.js";
import { paperExperiments, paperRuns, paperSummary } from "./paper-excerpt.js";
import {
  accuracyTable,
  breakEvenTable,
  defaultsTable,
  frontierTable,
  learningRateTable,
  predictTable,
  serveTable,
  settingsTable,
  sparseTable,
  speedTable,
} from "./result-tables.js";
import { runtimeSizes } from "./runtime-sizes.js";
import { trainingOptionTables } from "./training-options.js";

/** What a page says before and after a table, so that it is found and written anew. */
const marked = /^(<!-- table: ([\w-]+)((?: \w+)*) -->\n).*?^(<!-- end of table -->)$/gms;

/** Makes a table, in Markdown, of the words after its name in a page. */
type TableMaker = (words: readonly string[]) => string;

/**
 * A page with its tables written anew: what stands between `<!-- table: name … -->` and `<!-- end of table -->`.
 *
 * @throws {Error} for a name that no table has
 */
export function withTables(page: string, tables: Readonly<Record<string, TableMaker>>): string {
  return page.replaceAll(marked, (_, start: string, name: string, words: string, end: string) => {
    const make = tables[name];
    if (!make)
      throw new Error(`withTables: no table “${name}” (there are ${Object.keys(tables).join(", ")})`);
    return `${start}\n${make(words.split(" ").filter(Boolean)).trim()}\n\n${end}`;
  });
}

/** The tables of a page as they are marked: their names, and the words after them. */
export function tablesOf(page: string): { readonly name: string; readonly words: readonly string[] }[] {
  return [...page.matchAll(marked)].map(([, , name, words]) => ({
    name: name!,
    words: words!.split(" ").filter(Boolean),
  }));
}

/** Every table that pages may have: of committed results, of the published settings, of what runtimes take, of odd numbers, and of the options of training. */
export function pageTables(root: string): Readonly<Record<string, TableMaker>> {
  const read = (path: string): string => readFileSync(join(root, "apps/bench/results", path), "utf8");
  return {
    "paper-summary": () => paperSummary(read("paper/report.md")),
    "paper-experiments": () =>
      paperExperiments(read("paper/report.md"), {
        figures: "../../bench/results/paper/figures",
        page: "../../bench/results/paper/report.md",
      }),
    "paper-runs": () => paperRuns(read("paper/report.md")),
    citation: () => bibtex(readFileSync(join(root, "CITATION.cff"), "utf8")),
    "accuracy-mnist": () => accuracyTable(read("accuracy-mnist/runs.jsonl")),
    frontier: () => frontierTable(read("frontier/runs.jsonl")),
    defaults: () =>
      defaultsTable(read("defaults/runs.jsonl"), {
        datasets: { xor: "XOR", moons: "two moons", iris: "iris", wine: "wine", mnist: "MNIST" },
        methods: publishedMethods,
      }),
    speed: () => speedTable(read("speed.json")),
    "sparse-rows": () => sparseTable(read("speed.json")),
    "break-even": () => breakEvenTable(read("speed.json")),
    predict: () => predictTable(read("predict.json")),
    serve: () => serveTable(read("predict.json")),
    settings: () =>
      settingsTable({ accuracy: publishedSettings, sparse: { ...sparseSettings, bias: sparseBias } }),
    "learning-rates": () =>
      learningRateTable({ mnist: "MNIST", "fashion-mnist": "Fashion-MNIST", cifar10: "CIFAR-10" }, [
        { name: "accuracy", methods: publishedMethods, rates: publishedLearningRates },
        { name: "sparse", methods: sparseMethods, rates: sparseLearningRates },
      ]),
    "runtime-sizes": () => runtimeSizes(join(root, "apps/docs/node_modules")),
    "odd-numbers": ([name = ""]) => oddNumbersTable(name),
    ...trainingOptionTables(root),
  };
}
