import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, posix, resolve } from "node:path";
import {
  launchChromium,
  openPage,
  runsBrowserTests,
  servePage,
  type OpenPage,
} from "@reciprocal/browser-testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const docs = resolve(import.meta.dirname, "..");
/** Looked at by people; a run in CI keeps it. */
const screenshots = join(docs, "screenshots");
const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };

describe.skipIf(!runsBrowserTests()).each([
  { base: "/", folder: "dist/site" },
  { base: "/reciprocal/", folder: "dist/sub-path" },
])("the site under $base (skipped without a Chromium on PATH or in CHROMIUM_PATH)", ({ base, folder }) => {
  const built = join(docs, folder);
  const served = mkdtempSync(join(tmpdir(), "reciprocal-site-"));
  let open: (path: string) => Promise<OpenPage & { requests: readonly string[] }>;
  let close: () => Promise<void>;

  beforeAll(async () => {
    if (!existsSync(built)) throw new Error(`${folder} is not there: run pnpm docs:build:sub-path first`);
    mkdirSync(screenshots, { recursive: true });
    symlinkSync(built, join(served, "reciprocal"), "junction");
    const server = await servePage(base === "/" ? built : served);
    const browser = await launchChromium();
    const origin = server.url.slice(0, -1);
    open = async (path) => {
      const opened = await openPage(browser, "about:blank");
      const requests: string[] = [];
      opened.page.on("request", (request) => requests.push(request.url().replace(origin, "")));
      await opened.page.setViewportSize(desktop);
      await opened.page.goto(`${origin}${base}${path}`, { waitUntil: "networkidle" });
      return { ...opened, requests };
    };
    close = async () => {
      await browser.close();
      await server.close();
    };
  });
  afterAll(async () => {
    await close();
    rmSync(served, { recursive: true });
  });

  it.concurrent.each(existsSync(built) ? pagesOf(built) : ["index.html"])(
    "shows %s, on a phone too",
    async (path) => {
      const { page, problems, requests } = await open(path);
      expect(await page.locator("h1").count()).toBe(1);
      // everything comes from the site, and what computes is loaded on demand only
      for (const request of requests) expect(request).toMatch(base === "/" ? /^\// : /^\/reciprocal\//);
      expect(
        requests.filter((request) => /\.wasm|onnxruntime|\bort[.-]|tfjs-(core|backend)/.test(request)),
      ).toEqual([]);
      const name = join(screenshots, `${base === "/" ? "root" : "sub-path"}-${path.replaceAll(/\W/g, "-")}`);
      await page.screenshot({ path: `${name}.png` });

      await page.setViewportSize(phone);
      await page.screenshot({ path: `${name}-phone.png` });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        phone.width,
      );
      expect(problems).toEqual([]);
      await page.close();
    },
  );

  it("finds a page by what it says", async () => {
    const { page, problems } = await open("index.html");
    await page.getByRole("button", { name: "Search" }).first().click();
    await page.locator("#localsearch-input").fill("pruneInSteps");
    await page.locator("#localsearch-list a").first().waitFor();
    await page.screenshot({ path: join(screenshots, "search.png") });
    await page.locator("#localsearch-list a").first().click();
    await page.waitForURL(/pruning/);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("turns dark when asked to, and stays so", async () => {
    const { page, problems } = await open("spectral-training.html");
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await ground();
    await page.getByRole("switch").first().click();
    await page.reload({ waitUntil: "networkidle" });
    expect(await ground()).not.toBe(light);
    await page.screenshot({ path: join(screenshots, "dark.png") });
    expect(problems).toEqual([]);
    await page.close();
  });

  it("sets mathematics in fonts of its own", async () => {
    const { page } = await open("spectral-training.html");
    expect(await page.locator(".katex-display").count()).toBeGreaterThan(2);
    expect(await page.locator(".katex-error").count()).toBe(0);
    expect(await page.evaluate(() => document.fonts.check("16px KaTeX_Math"))).toBe(true);
    await page.close();
  });
});

/** Under / only some pages, since the others differ from those under the sub-path in nothing but the base. */
function pagesOf(built: string): string[] {
  if (built.endsWith("site")) return ["index.html", "spectral-training.html", "results/index.html"];
  return readdirSync(built, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.name.endsWith(".html") && entry.name !== "404.html")
    .map((entry) => posix.relative(built, posix.join(entry.parentPath, entry.name)));
}
