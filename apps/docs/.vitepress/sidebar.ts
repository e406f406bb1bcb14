import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { DefaultTheme } from "vitepress";
import type { PublishedFile } from "../src/published-files.js";

type Item = DefaultTheme.SidebarItem;

/** From where the items are read. */
interface Places {
  /** Top of the repository. */
  readonly root: string;
  /** Folder of the pages. */
  readonly pages: string;
  /** Files of the repository that are pages. */
  readonly published: readonly PublishedFile[];
}

/** What each package is for, in a few words. */
const packages: Readonly<Record<string, string>> = {
  network: "layers, networks, files",
  training: "training and predictions",
  datasets: "images and tables",
  model: "from raw rows to answers",
  pruning: "smaller networks",
  cli: "the command line",
  onnx: "exchange with other tools",
  tfjs: "layers for TensorFlow.js",
  spectral: "the mathematics",
  graph: "operators and gradients",
  bench: "the experiments",
};

/**
 * The groups of the sidebar, in the order in which a newcomer needs them. Packages, results and the API list the pages that
 * are there.
 *
 * @throws {Error} for a package without words that say what it is for
 */
export function sidebar(places: Places): Item[] {
  return [
    {
      text: "Start",
      items: [
        { text: "Start in five minutes", link: "/quick-start" },
        { text: "Train a table", link: "/table-in-five-minutes" },
        { text: "Train on images", link: "/images-in-five-minutes" },
        { text: "Put a network on a web page", link: "/put-on-a-web-page" },
        { text: "Example pages", link: "/examples" },
        { text: "Train without code", link: "/recipes/command-line" },
        { text: "Playground", link: "/playground/" },
      ],
    },
    {
      text: "Guides",
      items: [
        { text: "Choosing a method", link: "/choosing-a-method" },
        { text: "Options of training", link: "/training-options" },
        { text: "When it does not learn", link: "/when-it-does-not-learn" },
        { text: "Troubleshooting", link: "/troubleshooting" },
        { text: "From other libraries", link: "/from-other-libraries" },
        { text: "Limits and alternatives", link: "/limits" },
        { text: "Where it runs", link: "/where-it-runs" },
      ],
    },
    {
      text: "Recipes",
      items: [
        { text: "Train on your own data", link: "/recipes/own-data" },
        { text: "Make a network smaller", link: "/recipes/prune-to-a-budget" },
        { text: "Serve predictions", link: "/recipes/serve-predictions" },
        { text: "Files of a few kilobytes", link: "/recipes/small-files" },
        { text: "Adapt a trained network", link: "/recipes/adapt" },
        { text: "Use with TensorFlow.js", link: "/recipes/tensorflow-js" },
        { text: "Exchange models with ONNX", link: "/recipes/onnx" },
      ],
    },
    {
      text: "Understand",
      items: [
        { text: "The theory in pictures", link: "/theory-in-pictures" },
        { text: "What spectral training is", link: "/spectral-training" },
        { text: "Every paper", link: "/papers" },
        { text: "Glossary", link: "/glossary" },
      ],
    },
    {
      text: "Results",
      items: [
        { text: "Reproducing the paper", link: "/reproduction" },
        { text: "Speed", link: "/speed" },
        { text: "All measurements", link: "/results/" },
        ...reports(places),
      ],
    },
    {
      text: "Reference",
      items: [
        { text: "Packages", collapsed: true, items: packageItems(places) },
        { text: "API", collapsed: true, items: apiItems(places.pages) },
        { text: "File format", link: "/file-format" },
        { text: "NaN, infinity and nothing", link: "/odd-numbers" },
        { text: "tfjs-node behind a firewall", link: "/tfjs-node" },
        { text: "Changelog", link: "/changelog" },
        { text: "About: citing, licenses", link: "/about" },
      ],
    },
  ];
}

function packageItems({ published }: Places): Item[] {
  const order = Object.keys(packages);
  return published
    .filter(({ page }) => page.startsWith("packages/"))
    .map(({ page }) => page.slice("packages/".length, -".md".length))
    .toSorted((a, b) => order.indexOf(a) - order.indexOf(b))
    .map((name) => {
      const purpose = packages[name];
      if (purpose === undefined)
        throw new Error(`sidebar: the package ${name} needs a few words that say what it is for`);
      return { text: `${name}: ${purpose}`, link: `/packages/${name}` };
    });
}

/** The reports of experiments, by their titles. */
function reports({ root, published }: Places): Item[] {
  return published
    .filter(({ source, anchor }) => source.endsWith("/report.md") && anchor === undefined)
    .map(({ source, page }) => {
      const item = { text: titleOf(join(root, source)), link: linkOf(page) };
      const sections = published
        .filter((one) => one.source === source && one.anchor !== undefined)
        .map((one) => ({ text: titleIn(one.part!), link: linkOf(one.page) }));
      return sections.length === 0 ? item : { ...item, collapsed: true, items: sections };
    });
}

/** The entry points of the packages, by the names under which they are imported. */
function apiItems(pages: string): Item[] {
  const folder = join(pages, "api");
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .map((file) => ({
      text: titleOf(join(folder, file)).replace("API of ", ""),
      link: linkOf(`api/${file}`),
    }))
    .toSorted((a, b) => a.text.localeCompare(b.text, "en"));
}

function linkOf(page: string): string {
  return `/${page.replaceAll("\\", "/").replace(/\.md$/, "")}`;
}

/** Of a file of Markdown. */
function titleOf(file: string): string {
  return titleIn(readFileSync(file, "utf8"));
}

/** @throws {Error} if the text has no title */
function titleIn(text: string): string {
  const title = /^# (.+)$/m.exec(text)?.[1];
  if (title === undefined) throw new Error(`sidebar: a page needs a title, got “${text.slice(0, 60)}”`);
  return title;
}
