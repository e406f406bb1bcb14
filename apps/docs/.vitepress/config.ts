import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { katex } from "@mdit/plugin-katex";
import { defineConfig, type DefaultTheme } from "vitepress";
import { checkLinks } from "../src/check-links.js";
import { publishedFiles } from "../src/published-files.js";
import { repositoryAlias, repositoryLinks } from "../src/repository-links.js";
import { unbroken } from "../src/unbroken.js";
import { writePages } from "../src/write-pages.js";

const docs = resolve(import.meta.dirname, "..");
const root = resolve(docs, "../..");
const pages = join(docs, "pages");

writePages(root, pages);
const published = publishedFiles(root);
const icon = readFileSync(join(docs, ".vitepress/icon.svg"), "utf8");

export default defineConfig({
  ...{ title: "Reciprocal", lang: "en", srcDir: "pages", outDir: "dist/site", cacheDir: "dist/cache" },
  description: "Trains neural networks in reciprocal space: eigenvalues instead of weights.",
  head: [["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]], // without a base
  markdown: {
    // themes with enough contrast for comments: they say what a block prints
    theme: { light: "github-light-high-contrast", dark: "github-dark-default" },
    config(markdown) {
      repositoryLinks(markdown, { root, pages, published });
      unbroken(markdown);
      // VitePress and the plugin take the types of markdown-it from two packages
      katex(markdown as unknown as Parameters<typeof katex>[0], {
        // a displayed formula scrolls on a phone, also by the keyboard
        transformer: (html: string) => html.replace(/^<\w+ /, "$&v-pre ").replace(/^<p /, `$&tabindex="0" `),
      });
    },
  },
  vite: {
    // the sources of the packages, not their builds
    resolve: { alias: { [repositoryAlias]: root }, conditions: ["source"] },
    worker: { format: "es" }, // the code for training is loaded in parts
    optimizeDeps: {
      exclude: ["onnxruntime-web"], // its script finds the WebAssembly file beside itself
      // also the code that is loaded on demand: otherwise the server of `docs:dev` reloads the page when it first finds it
      entries: [join(docs, "playground/**/*.{vue,ts}"), `!${join(docs, "playground/**/*.test.ts")}`],
    },
  },
  themeConfig: {
    nav: [
      { text: "Start", link: "/quick-start" },
      { text: "Recipes", link: "/recipes/own-data" },
      { text: "Results", link: "/results/" },
      { text: "API", link: "/api/" },
      { text: "Playground", link: "/playground/" },
    ],
    sidebar: [
      {
        text: "Guide",
        items: [
          { text: "What spectral training is", link: "/spectral-training" },
          { text: "Start in five minutes", link: "/quick-start" },
          { text: "A table in five minutes", link: "/table-in-five-minutes" },
          { text: "Images in five minutes", link: "/images-in-five-minutes" },
          { text: "Choosing a method", link: "/choosing-a-method" },
          { text: "Options of training", link: "/training-options" },
          { text: "When it does not learn", link: "/when-it-does-not-learn" },
          { text: "Odd numbers", link: "/odd-numbers" },
          { text: "Limits and alternatives", link: "/limits" },
          { text: "Reproducing the paper", link: "/reproduction" },
          { text: "File format", link: "/file-format" },
          { text: "tfjs-node", link: "/tfjs-node" },
        ],
      },
      {
        text: "Recipes",
        items: [
          { text: "A model without code", link: "/recipes/command-line" },
          { text: "Train your own data", link: "/recipes/own-data" },
          { text: "Prune to a budget", link: "/recipes/prune-to-a-budget" },
          { text: "Serve predictions", link: "/recipes/serve-predictions" },
          { text: "Models of a few kilobytes", link: "/recipes/small-files" },
          { text: "Adapt a trained network", link: "/recipes/adapt" },
          { text: "Use with TensorFlow.js", link: "/recipes/tensorflow-js" },
          { text: "Exchange with ONNX", link: "/recipes/onnx" },
        ],
      },
      { text: "Packages", items: itemsOf("packages") },
      { text: "Results", items: [{ text: "How they were made", link: "/results/" }, ...itemsOf("results")] },
      { text: "API reference", items: itemsOf("api") },
    ],
    outline: [2, 3],
    search: { provider: "local" },
    footer: { message: "MIT license" },
  },
  buildEnd({ outDir, site }) {
    const problems = checkLinks(outDir, site.base);
    if (problems.length > 0) throw new Error(`dead links:\n${problems.join("\n")}`);
  },
});

/** The pages of a folder, without its index. */
function itemsOf(folder: string): DefaultTheme.SidebarItem[] {
  return readdirSync(join(pages, folder))
    .filter((file) => file.endsWith(".md") && file !== "index.md")
    .map((file) => file.slice(0, -".md".length))
    .map((name) => ({ text: name, link: `/${folder}/${name}` }));
}
