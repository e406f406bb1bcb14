import { runsBrowserTests } from "@reciprocal/browser-testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { atRoot, openSites, type OpenSites } from "../src/testing/open-site.js";
import type { Side } from "./reports.js";
import { button, drop, file, idxFiles, removal, type Page } from "./testing/page-actions.js";

const deadline = 120_000;
const path = "playground/index.html";
const sides: readonly Side[] = ["chosen", "narrow", "dense"];

const title = "training in the playground (skipped without a Chromium on PATH or in CHROMIUM_PATH)";

describe.skipIf(!runsBrowserTests())(title, () => {
  let sites: OpenSites;
  beforeAll(async () => void (sites = await openSites()));
  afterAll(() => sites.close());

  it(
    "stops while its engine does not come, and trains with the same images after that",
    { timeout: 3 * deadline },
    async () => {
      const { page, problems } = await sites.open(atRoot, `${path}?width=50`);
      await takeImages(page);
      let come: (value?: unknown) => void = () => undefined;
      const wait = new Promise((resolve) => (come = resolve));
      await page.context().route(/\.wasm$/, async (route) => {
        await wait;
        await route.continue().catch(() => undefined); // its worker has ended
      });
      await button(page, "Train").click();
      await page.getByText("Waiting for the engine.").waitFor({ timeout: deadline });
      await button(page, "Stop").click();
      await page.getByText("Stopped before the first result.").waitFor();
      await expect.poll(() => page.workers()).toEqual([]); // it could not answer
      come();
      await button(page, "Train").click();
      await page.getByText(/^Done after 10 epochs/).waitFor({ timeout: deadline });
      const rights = await page.locator("[data-side] .accuracy").allInnerTexts();
      expect(rights).toHaveLength(3);
      for (const right of rights) expect(parseFloat(right) % 5).toBe(0); // of 20 images
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(problems).toEqual([]);
      await page.close();
    },
  );

  it(
    "takes another engine, and says so, if the one that was chosen does not load",
    { timeout: 3 * deadline },
    async () => {
      const { page } = await sites.open(atRoot, `${path}?width=50`);
      await page.context().route(/ort.*\.wasm$/, (route) => route.abort());
      await takeImages(page);
      await button(page, "Train").click();
      await page
        .getByText(/^Done after 10 epochs, on TensorFlow\.js .*\. ONNX Runtime does not run here: /)
        .waitFor({ timeout: 2 * deadline });
      expect(await page.getByRole("alert").count()).toBe(0);
      await page.close();
    },
  );

  it(
    "shows three networks, and trains what is left of one, which is better then",
    { timeout: 4 * deadline },
    async () => {
      const { page, problems } = await sites.open(atRoot, `${path}?method=s-qr&width=50`);
      await button(page, "Train").click();
      await page.getByText(/^Done after \d+ epochs, on ONNX Runtime/).waitFor({ timeout: 2 * deadline });
      const cells = async (side: Side): Promise<number[]> =>
        (await page.locator(`[data-side=${side}] td`).allInnerTexts()).map((text) =>
          parseFloat(text.replaceAll(",", "")),
        );
      const [chosen, narrow, dense] = await Promise.all(sides.map(cells));
      // of the trained numbers, a hidden node more or less
      expect(Math.abs(chosen![1]! - narrow![1]!)).toBeLessThanOrEqual((784 + 1 + 10) / 2);
      expect(dense![1]).toBe(784 * 50 + 50 + 50 * 10 + 10);
      expect(chosen![0]).toBeGreaterThan(80);
      expect(chosen![0]).toBeGreaterThan(narrow![0]! + 10);
      const epochs = await page
        .locator("[data-side]")
        .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-epoch")));
      expect(new Set(epochs).size).toBe(1);

      const row = page.locator("[data-pruned=chosen]");
      await removal(page).fill("60");
      await row.locator(".nodes", { hasText: /^20$/ }).waitFor({ timeout: deadline });
      const right = parseFloat(await row.locator(".right").innerText());
      await button(page, "Train what is left").click();
      await row.locator(".right", { hasText: "→" }).waitFor({ timeout: 2 * deadline });
      const [before, now] = (await row.locator(".right").innerText()).split("→").map(parseFloat);
      expect(before).toBe(right);
      expect(now).toBeGreaterThan(right);
      expect(await row.locator(".nodes").innerText()).toBe("20");
      expect(await removal(page).inputValue()).toBe("0"); // it is the whole network now
      expect(problems).toEqual([]);
      await page.close();
    },
  );
});

/** Brings 80 images to train with and 20 others. */
async function takeImages(page: Page): Promise<void> {
  const { images, labels } = idxFiles(100);
  await drop(page, [file("images", images), file("labels", labels)]);
  await page.getByText("The images are here.").waitFor({ timeout: deadline });
}
