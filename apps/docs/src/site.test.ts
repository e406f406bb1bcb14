import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { runsBrowserTests } from "@reciprocal/browser-testing";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atRoot, atSubPath, openSites, phone, screenshots, type OpenSites } from "./testing/open-site.js";
import { violations } from "./testing/violations.js";

const skipped = "skipped without a Chromium on PATH or in CHROMIUM_PATH";
/** Pages whose contrast and semantics are checked. */
const examined = [
  ...["index.html", "about.html", "examples.html"],
  ...["spectral-training.html", "packages/training.html", "reproduction.html"],
];
/** What newcomers search for, and the page that must be found first. */
const searched = {
  install: "quick-start",
  csv: "recipes/own-data",
  save: "quick-start",
  worker: "put-on-a-web-page",
  overfitting: "training-options",
  pytorch: "from-other-libraries",
  quantize: "recipes/small-files",
  prune: "recipes/prune-to-a-budget",
  webgpu: "where-it-runs",
  cite: "about",
  "command line": "recipes/command-line",
  offline: "put-on-a-web-page",
  firewall: "tfjs-node",
};

describe.skipIf(!runsBrowserTests())(`the site (${skipped})`, () => {
  let sites: OpenSites;
  beforeAll(async () => void (sites = await openSites()));
  afterAll(() => sites.close());

  describe.each([
    // only some, since the others differ from those under the sub-path in nothing except the base
    { site: atRoot, name: "root", pages: ["index.html", "spectral-training.html", "results/index.html"] },
    { site: atSubPath, name: "sub-path", pages: pagesOf(atSubPath.built) },
  ])("under $site.base", ({ site, name, pages }) => {
    it.concurrent.each(pages)("shows %s, on a phone too", async (path) => {
      const { page, problems, requests } = await sites.open(site, path);
      await page.waitForLoadState("networkidle");
      expect(await page.locator("h1").count()).toBe(1);
      // everything comes from the site, and the code that computes is loaded only on demand
      for (const request of requests) expect(request.startsWith(site.base)).toBe(true);
      expect(
        requests.filter((request) => /\.wasm|onnxruntime|\bort[.-]|tfjs-(core|backend)/.test(request)),
      ).toEqual([]);
      expect(await page.evaluate(clippedCode)).toEqual([]);
      const file = join(screenshots, `${name}-${path.replaceAll(/\W/g, "-")}`);
      await page.screenshot({ path: `${file}.png` });

      await page.setViewportSize(phone);
      await page.screenshot({ animations: "disabled", path: `${file}-phone.png` });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        phone.width,
      );
      expect(problems).toEqual([]);
      await page.close();
    });

    it("finds a page by what it says, turns dark when asked to, and stays so", async () => {
      const { page, problems } = await sites.open(site, "index.html");
      await page.getByRole("button", { name: "Search" }).first().click();
      await page.locator("#localsearch-input").fill("pruneInSteps");
      const found = page.locator("#localsearch-list a").first();
      await found.waitFor();
      await page.screenshot({ path: join(screenshots, "search.png") });
      await found.click();
      await page.waitForURL(/pruning/);

      const ground = (): Promise<string> =>
        page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const light = await ground();
      await page.getByRole("switch").first().click();
      await page.reload();
      expect(await ground()).not.toBe(light);
      await page.screenshot({ path: join(screenshots, "dark.png") });
      // the reload above ends what the page was loading ahead
      expect(problems.filter((problem) => !problem.endsWith("net::ERR_ABORTED"))).toEqual([]);
      await page.close();
    });

    it("shows formulas in the fonts of the site", async () => {
      const { page } = await sites.open(site, "spectral-training.html");
      await page.evaluate(() => document.fonts.ready);
      expect(await page.locator(".katex-display").count()).toBeGreaterThan(2);
      expect(await page.locator(".katex-error").count()).toBe(0);
      expect(await page.evaluate(() => document.fonts.check("16px KaTeX_Math"))).toBe(true);
      await page.close();
    });
  });

  it("finds first what newcomers mean", async () => {
    const { page } = await sites.open(atSubPath, "index.html");
    await page.getByRole("button", { name: "Search" }).first().click();
    const first = page.locator("#localsearch-list li:first-child a");
    for (const [words, expected] of Object.entries(searched)) {
      await page.locator("#localsearch-input").fill(words);
      // the list shows what was found before until the new search ends
      await expect
        .poll(() => first.getAttribute("href"), { timeout: 5000, message: words })
        .toMatch(new RegExp(`^${atSubPath.base}${expected}\\.html`));
    }
    await page.close();
  });

  it.each([
    ["index.html", "light"],
    ["index.html", "dark"],
    ["theory-in-pictures.html", "dark"],
  ] as const)("draws the figures of %s on %s ground, in the opposite ink", async (path, colorScheme) => {
    const { page } = await sites.open(atSubPath, path);
    await page.emulateMedia({ colorScheme });
    const png = await page.locator('.vp-doc img[src*="svg"]').first().screenshot();
    const { data } = await sharp(png).grayscale().raw().toBuffer({ resolveWithObject: true });
    const levels = data.toSorted();
    const ground = levels[levels.length >> 1]!;
    const isLight = colorScheme === "light";
    expect(ground > 128).toBe(isLight);
    expect(isLight ? levels[0]! : levels.at(-1)!).toSatisfy((ink: number) => Math.abs(ink - ground) > 128);
    await page.close();
  });

  it("shows the pictures of the theory whole on a phone, and other figures large enough to read", async () => {
    for (const [path, isWhole] of [
      ["theory-in-pictures.html", true],
      ["reproduction.html", false],
    ] as const) {
      const { page } = await sites.open(atSubPath, path);
      await page.setViewportSize(phone);
      await page.waitForLoadState("networkidle"); // figures have no size before they are there
      const wide = await page.evaluate(() =>
        [...document.querySelectorAll('.vp-doc p:has(> img[src*="svg"])')].map(
          ({ scrollWidth, clientWidth }) => scrollWidth > clientWidth,
        ),
      );
      expect(new Set(wide)).toEqual(new Set([!isWhole]));
      await page.close();
    }
  });

  it("shows the pictures and the code of the examples", async () => {
    const { page } = await sites.open(atSubPath, "examples.html");
    await page.waitForLoadState("networkidle");
    const examples = await page.locator(".vp-doc h2").count();
    const pictures = await page.evaluate(() => [...document.images].map(({ naturalWidth }) => naturalWidth));
    expect(pictures.length).toBe(examples);
    for (const width of pictures) expect(width).toBeGreaterThan(100);
    const codes = await page.locator(".vp-doc details code").allTextContents();
    expect(codes.length).toBeGreaterThanOrEqual(examples);
    for (const code of codes) expect(code).toContain("import ");
    await page.close();
  });

  it.each(examined)("can be read in both themes and by a screen reader, on a phone too: %s", async (path) => {
    const { page } = await sites.open(atSubPath, path);
    await page.addStyleTag({ content: "*, ::before, ::after { transition: none !important; }" }); // colors fade
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
    }
    await page.setViewportSize(phone);
    expect(await violations(page)).toEqual([]);
    await page.close();
  });
});

/** Runs in the page: blocks of code that end where nobody can scroll to. */
function clippedCode(): string[] {
  return [...document.querySelectorAll<HTMLElement>(".vp-doc pre")]
    .filter((block) => {
      const scrolls = /auto|scroll/.test(getComputedStyle(block).overflowX);
      return block.scrollWidth > block.clientWidth && !scrolls;
    })
    .map(({ innerText }) => innerText.slice(0, 60));
}

function pagesOf(built: string): string[] {
  if (!existsSync(built)) return ["index.html"]; // opening it says what to do
  return readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".html") && entry.name !== "404.html")
    .map((entry) => posix.relative(built, posix.join(entry.parentPath, entry.name)));
}
