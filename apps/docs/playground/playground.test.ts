import { readFileSync, existsSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { gzipSync } from "node:zlib";
import { join, resolve } from "node:path";
import {
  launchChromium,
  openPage,
  runsBrowserTests,
  servePage,
  type OpenPage,
} from "@reciprocal/browser-testing";
import { generateDigits } from "@reciprocal/datasets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const docs = resolve(import.meta.dirname, "..");
const built = join(docs, "dist/site");
/** Looked at by people; a run in CI keeps it. */
const screenshots = join(docs, "screenshots");
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const deadline = 60_000;

type Page = OpenPage["page"];
type Opened = OpenPage & { requests: readonly string[] };

describe.skipIf(!runsBrowserTests())(
  "the playground (skipped without a Chromium on PATH or in CHROMIUM_PATH)",
  () => {
    const cleanUp: (() => unknown)[] = [];
    let origin = "";
    let isolatedOrigin = "";
    let open: (address: string) => Promise<Opened>;
    beforeAll(async () => {
      if (!existsSync(built)) throw new Error("dist/site is not there: run pnpm docs:build first");
      mkdirSync(screenshots, { recursive: true });
      const server = await servePage(built);
      cleanUp.push(server.close);
      const browser = await launchChromium();
      cleanUp.unshift(() => browser.close());
      origin = server.url;
      const isolated = await servePage(built, { isolated: true });
      cleanUp.push(isolated.close);
      isolatedOrigin = isolated.url;
      open = async (address) => {
        const opened = await openPage(browser, "about:blank");
        const requests: string[] = [];
        opened.page.on("request", (request) => requests.push(request.url()));
        await opened.page.setViewportSize({ width: 1280, height: 1000 });
        await opened.page.goto(address, { waitUntil: "networkidle" });
        return { ...opened, requests };
      };
    });
    afterAll(async () => {
      for (const close of cleanUp) await close();
    });

    const path = "playground/index.html";

    it("loads no code for training before it is asked to, and says what a screen reader needs", async () => {
      const { page, problems, requests } = await open(`${origin}${path}`);
      expect(requests.filter((url) => /wasm|worker|ort\.|onnx/i.test(url))).toEqual([]);
      expect(page.workers()).toEqual([]);
      expect(await violations(page)).toEqual([]);
      expect(problems).toEqual([]);
      await page.close();
    });

    it("keeps the settings in the address", async () => {
      const { page } = await open(`${origin}${path}?method=s-svd&width=200&rate=0.05`);
      expect(await page.getByLabel("Method").inputValue()).toBe("s-svd");
      await page.getByLabel("Hidden nodes").selectOption("500");
      expect(new URL(page.url()).search).toBe("?method=s-svd&width=500&rate=0.05");
      await page.close();
    });

    it("takes the files that are dropped in, packed or not, and says what is wrong with others", async () => {
      const { page, problems } = await open(`${origin}${path}`);
      const { images, labels } = idxFiles(50);
      const file = (name: string, buffer: Buffer) => ({ name, buffer, mimeType: "application/octet-stream" });
      const input = page.getByLabel("Or drop MNIST's files here");
      await input.setInputFiles([file("images.gz", gzipSync(images)), file("labels", labels)]);
      await page.getByText("Data: images.gz: 40 images, 10 others for the test.").waitFor();
      await input.setInputFiles([file("labels", labels)]);
      await page.getByRole("alert").getByText("got labels (50)").waitFor();
      expect(problems).toEqual([]);
      await page.close();
    });

    it("says what is wrong with a link that was cut", async () => {
      const { page, problems } = await open(`${origin}${path}#network=UkNQTgEA`);
      await page.getByRole("alert").getByText("decodeNetwork").waitFor();
      expect(problems).toEqual([]);
      await page.close();
    });

    it("trains on threads where the page is cross-origin isolated", { timeout: 2 * deadline }, async () => {
      const { page, problems } = await open(`${isolatedOrigin}${path}?width=100&method=s-qr`);
      await page.getByRole("button", { name: "Train" }).click();
      await page.locator("[data-side=dense] .accuracy").waitFor({ timeout: deadline });
      await page.getByRole("button", { name: "Stop" }).click();
      await page.getByText(/^Stopped after epoch \d+\.$/).waitFor();
      expect(problems).toEqual([]);
      await page.close();
    });

    it(
      "trains to 0.90 on generated digits, prunes, answers the keyboard, and a link restores it",
      { timeout: 3 * deadline },
      async () => {
        const { page, problems, requests } = await open(`${origin}${path}`);
        await page.getByRole("button", { name: "Train" }).click();
        await page.waitForFunction(
          () => parseFloat(document.querySelector("[data-side=chosen] .accuracy")?.textContent ?? "0") >= 90,
          null,
          { timeout: deadline },
        );
        await page.getByRole("button", { name: "Stop" }).click();
        await page.getByRole("slider").waitFor();
        await page.screenshot({ path: join(screenshots, "playground-trained.png"), fullPage: true });

        await page.getByRole("slider").fill("50");
        await page.locator("[data-pruned=chosen] .nodes", { hasText: /^500$/ }).waitFor();

        await page.getByLabel("Pad to draw a digit").focus();
        for (const key of ["ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", "ArrowUp", " "])
          await page.keyboard.press(key);
        for (let i = 0; i < 12; i++) await page.keyboard.press("ArrowDown");
        await page.getByText(/^This is a \d\.$/).waitFor();

        await page.getByRole("button", { name: "Clear" }).click();
        await page.getByText("Nothing is drawn yet.").waitFor();
        await page.getByRole("button", { name: "Take a test image" }).click();
        await page.getByText(/^This is a \d\.$/).waitFor();
        const answers = await answersOf(page);

        const download = page.waitForEvent("download");
        await page.getByRole("button", { name: "Save the file" }).click();
        const file = readFileSync(await (await download).path());
        expect(file.subarray(0, 4).toString()).toBe("RCPN");

        await page.getByRole("button", { name: "Make a link" }).click();
        const link = await page.getByLabel("Link of").inputValue();
        expect(Buffer.from(link.split("#network=")[1]!, "base64url")).toEqual(file);
        expect(link.length).toBeLessThan(20_000);

        await page.setViewportSize({ width: 390, height: 844 });
        await page.screenshot({ path: join(screenshots, "playground-phone.png"), fullPage: true });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
        await page.setViewportSize({ width: 1280, height: 1000 });
        expect(await violations(page)).toEqual([]);
        expect(requests.filter((url) => !url.startsWith(origin) && !url.startsWith("blob:"))).toEqual([]);
        expect(problems).toEqual([]);
        await page.close();

        const restored = await open(link);
        await restored.page.getByText("The network from the link is here.").waitFor();
        await restored.page.getByRole("button", { name: "Take a test image" }).click();
        await restored.page.getByText(/^This is a \d\.$/).waitFor();
        expect(await answersOf(restored.page)).toEqual(answers);
        await restored.page.getByRole("switch").first().click();
        expect(await violations(restored.page)).toEqual([]);
        await restored.page.evaluate(() => scrollTo(0, 0));
        await restored.page.screenshot({ path: join(screenshots, "playground-dark.png"), fullPage: true });
        expect(restored.problems).toEqual([]);
        await restored.page.close();
      },
    );
  },
);

/** MNIST's two files with generated digits. */
function idxFiles(count: number): { images: Buffer; labels: Buffer } {
  const { inputs, labels } = generateDigits({ count });
  return {
    images: Buffer.from([
      0,
      0,
      8,
      3,
      0,
      0,
      0,
      count,
      0,
      0,
      0,
      28,
      0,
      0,
      0,
      28,
      ...inputs.map((x) => 255 * x),
    ]),
    labels: Buffer.from([0, 0, 8, 1, 0, 0, 0, count, ...labels]),
  };
}

/** The ten probabilities in full. */
function answersOf(page: Page): Promise<number[]> {
  return page
    .locator(".answers meter")
    .evaluateAll((meters) => meters.map((meter) => (meter as HTMLMeterElement).value));
}

/** What axe-core finds wrong within the playground. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (where: string) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const found = await axe.run(".playground");
    return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`);
  });
}
