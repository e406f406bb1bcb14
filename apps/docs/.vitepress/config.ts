import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { katex } from "@mdit/plugin-katex";
import { defineConfig, type HeadConfig } from "vitepress";
import { checkLinks } from "../src/check-links.js";
import { describePage } from "../src/description.js";
import { publishedFiles } from "../src/published-files.js";
import { repositoryAlias, repositoryLinks } from "../src/repository-links.js";
import { publishedVersion } from "../src/published-version.js";
import { scrollableFigures } from "../src/scrollable-figures.js";
import { searchOptions, searchText } from "../src/site-search.js";
import { sitePlaces } from "../src/site-places.js";
import { socialPicture } from "../src/social-picture.js";
import { unbroken } from "../src/unbroken.js";
import { writePages } from "../src/write-pages.js";
import { sidebar } from "./sidebar.js";

const docs = resolve(import.meta.dirname, "..");
const root = resolve(docs, "../..");
const pages = join(docs, "pages");

writePages(root, pages);
const published = publishedFiles(root);
const icon = readFileSync(join(docs, ".vitepress/icon.svg"), "utf8");
const { site, repository } = sitePlaces(process.env);
const version = publishedVersion(root);
/** Of the site as messengers show it, beside its address. */
const picture = "social-picture.png";

export default defineConfig({
  ...{ title: "Reciprocal", lang: "en", srcDir: "pages", outDir: "dist/site", cacheDir: "dist/cache" },
  description: "Trains neural networks in reciprocal space: eigenvalues instead of weights.",
  ...(site !== undefined && { sitemap: { hostname: site } }),
  // else VitePress also loads ahead what a page imports on demand: charts, QR codes, the worker
  shouldPreload: (link) => /\/(framework|theme|[^/]*\.md)\./.test(link),
  head: [["link", { rel: "icon", href: `data:image/svg+xml,${encodeURIComponent(icon)}` }]], // without a base
  markdown: {
    // themes with enough contrast for comments: they say what a block prints
    theme: { light: "github-light-high-contrast", dark: "github-dark-default" },
    config(markdown) {
      repositoryLinks(markdown, { root, pages, published });
      unbroken(markdown);
      scrollableFigures(markdown);
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
      {
        text: version === undefined ? "Not on npm yet" : `v${version}`,
        items: [
          { text: "Changelog", link: "/changelog" },
          { text: "About: citing, licenses", link: "/about" },
        ],
      },
    ],
    sidebar: sidebar({ root, pages, published }),
    outline: { level: [2, 3], label: "On this page" },
    search: { provider: "local", options: { miniSearch: { searchOptions }, _render: searchText } },
    ...(repository !== undefined && {
      // the browser gets this function as text
      editLink: { text: "Edit this page", pattern: ({ frontmatter }) => frontmatter.editAddress as string },
      socialLinks: [{ icon: "github", link: repository, ariaLabel: "Repository" }],
    }),
    notFound: {
      title: "This page is not here",
      quote: "Search for it with the box above, or begin at the start.",
      linkText: "To the start",
      linkLabel: "To the start",
    },
    footer: { message: "MIT license", copyright: "Data sets have licenses of their own: see “About”" },
  },
  transformPageData({ frontmatter, filePath, description }) {
    const source = (frontmatter.source as string | undefined) ?? `apps/docs/pages/${filePath}`;
    const page = readFileSync(join(pages, filePath), "utf8");
    const text = page.includes("<!--@include") ? readFileSync(join(root, source), "utf8") : page;
    const isWritten = !/^(api\/|results\/|changelog)/.test(filePath); // by people, not by a program
    return {
      description: description || (describePage(text) ?? ""),
      frontmatter: {
        ...frontmatter,
        ...(isWritten ? { editAddress: `${repository}/edit/main/${source}` } : { editLink: false }),
      },
    };
  },
  transformHead({ pageData: { title, relativePath }, description }) {
    const properties = {
      title: title || "Reciprocal",
      description,
      type: "website",
      site_name: "Reciprocal",
    };
    const address =
      site && new URL(relativePath.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, ".html"), site).href;
    // pictures and addresses must be whole ones
    const whole = site && address && { url: address, image: new URL(picture, site).href };
    return [
      ...Object.entries({ ...properties, ...whole }).map(([name, content]): HeadConfig => [
        "meta",
        { property: `og:${name}`, content },
      ]),
      ...(address ? [["link", { rel: "canonical", href: address }] satisfies HeadConfig] : []),
      ["meta", { name: "twitter:card", content: "summary_large_image" }],
    ];
  },
  async buildEnd({ outDir, site }) {
    writeFileSync(join(outDir, picture), await drawPicture());
    const problems = checkLinks(outDir, site.base);
    if (problems.length > 0) throw new Error(`dead links:\n${problems.join("\n")}`);
  },
});

function drawPicture(): Promise<Uint8Array> {
  const figure = readFileSync(join(root, "apps/bench/results/frontier/figures/mnist-numbers.svg"), "utf8");
  const lines = ["Neural networks", "of a few kilobytes,", "trained by their eigenvalues"];
  return socialPicture({ icon, figure, title: "Reciprocal", lines });
}
