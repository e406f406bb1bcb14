import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { runsBrowserTests } from "@reciprocal/browser-testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { builtSites, openSite, phone, screenshots, type OpenSite } from "./testing/open-site.js";
import { violations } from "./testing/violations.js";

const title = "the site under $base (skipped without a Chromium on PATH or in CHROMIUM_PATH)";
describe.skipIf(!runsBrowserTests()).each(builtSites)(title, ({ base, built }) => {
  let site: OpenSite;
  beforeAll(async () => void (site = await openSite({ base, built })));
  afterAll(() => site.close());

  it.concurrent.each(existsSync(built) ? pagesOf(built) : ["index.html"])(
    "shows %s, on a phone too",
    async (path) => {
      const { page, problems, requests } = await site.open(path);
      expect(await page.locator("h1").count()).toBe(1);
      // everything comes from the site, and what computes is loaded on demand only
      for (const request of requests) expect(request).toMatch(base === "/" ? /^\// : /^\/reciprocal\//);
      expect(
        requests.filter((request) => /\.wasm|onnxruntime|\bort[.-]|tfjs-(core|backend)/.test(request)),
      ).toEqual([]);
      const name = join(screenshots, `${base === "/" ? "root" : "sub-path"}-${path.replaceAll(/\W/g, "-")}`);
      await page.screenshot({ path: `${name}.png` });

      await page.setViewportSize(phone);
      await page.screenshot({ animations: "disabled", path: `${name}-phone.png` });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        phone.width,
      );
      expect(problems).toEqual([]);
      await page.close();
    },
  );

  it("finds a page by what it says", async () => {
    const { page, problems } = await site.open("index.html");
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
    const { page, problems } = await site.open("spectral-training.html");
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

  it.each(["spectral-training.html", "packages/training.html", "reproduction.html"])(
    "can be read in both themes and by a screen reader, on a phone too: %s",
    async (path) => {
      const { page } = await site.open(path);
      for (const colorScheme of ["light", "dark"] as const) {
        await page.emulateMedia({ colorScheme });
        await page.waitForTimeout(500); // colours fade
        expect(await violations(page)).toEqual([]);
      }
      await page.setViewportSize(phone);
      expect(await violations(page)).toEqual([]);
      await page.close();
    },
  );

  it("sets mathematics in fonts of its own", async () => {
    const { page } = await site.open("spectral-training.html");
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
