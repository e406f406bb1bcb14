import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { katex } from "@mdit/plugin-katex";
import { defineConfig } from "vitepress";
import { checkLinks } from "../src/check-links.js";
import { publishedFiles } from "../src/published-files.js";
import { repositoryAlias, repositoryLinks } from "../src/repository-links.js";
import { unbroken } from "../src/unbroken.js";
import { writePages } from "../src/write-pages.js";
import { sidebar } from "./sidebar.js";

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
      { text: "Start", link: "/quick-start", activeMatch: "five-minutes|/quick-start" },
      { text: "Playground", link: "/playground/" },
      { text: "Guides", link: "/choosing-a-method" },
      { text: "Results", link: "/reproduction", activeMatch: "/reproduction|/results/" },
      { text: "API", link: "/api/", activeMatch: "/api/|/packages/" },
    ],
    sidebar: sidebar({ root, pages, published }),
    outline: [2, 3],
    search: { provider: "local" },
    footer: { message: "MIT license" },
  },
  buildEnd({ outDir, site }) {
    const problems = checkLinks(outDir, site.base);
    if (problems.length > 0) throw new Error(`dead links:\n${problems.join("\n")}`);
  },
});
