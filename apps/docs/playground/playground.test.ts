import { readFileSync, statSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { runsBrowserTests } from "@reciprocal/browser-testing";
import { createNetwork, decodeNetwork, encodeNetwork, networkToText } from "@reciprocal/network";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  atRoot,
  atSubPath,
  openSites,
  phone,
  screenshots,
  type BuiltSite,
  type OpenSites,
  type OpenSitePage,
} from "../src/testing/open-site.js";
import { violations } from "../src/testing/violations.js";
import type { Side } from "./reports.js";
import { engines, type EngineName } from "./settings.js";
import {
  answers,
  button,
  drawDigit,
  drawing,
  drop,
  file,
  idxFiles,
  networkLine,
  reaches,
  removal,
  sharesOf,
  type NamedFile,
  type Page,
} from "./testing/page-actions.js";
import { hands } from "./testing/strokes.js";

const deadline = 120_000;
const path = "playground/index.html";

const title = "the playground (skipped without a Chromium on PATH or in CHROMIUM_PATH)";

describe.skipIf(!runsBrowserTests())(title, { timeout: deadline }, () => {
  let sites: OpenSites;
  beforeAll(async () => void (sites = await openSites()));
  afterAll(() => sites.close());

  it.each(["tensorflow", "webgpu"] as const)(
    "trains with %s, which alone is loaded, from this site alone",
    { timeout: 3 * deadline },
    async (engine) => {
      const opened = await sites.open(atSubPath, `${path}?method=s-qr&width=100&engine=${engine}`);
      await trainsAlone(opened, engine);
      expect(opened.problems).toEqual([]);
      await opened.page.close();
    },
  );

  it.each(["tensorflow", "wasm"] as const)(
    "trains with %s on threads if the page is cross-origin isolated, and refuses links that are too long",
    { timeout: 3 * deadline },
    async (engine) => {
      const address = `${path}?method=s-qr&width=200&engine=${engine}`;
      const opened = await sites.open(atSubPath, address, { isolated: true });
      const { page } = opened;
      await trainsAlone(opened, engine);
      expect(page.workers().length).toBeGreaterThan(1);
      await page.getByRole("button", { name: "Copy link" }).click();
      await page.getByRole("alert").getByText("Save the file instead").waitFor();
      expect(new URL(page.url()).hash).toBe("");
      expect(opened.problems).toEqual([]);
      await page.close();
    },
  );

  it("paints with little, loads no code for training before it is asked to, and suits a screen reader", async () => {
    const { page, problems, requests } = await sites.open(atRoot, path);
    await page.waitForLoadState("networkidle");
    expect(requests.filter((url) => /wasm|worker|ort\.|onnx|tensorflow/i.test(url))).toEqual([]);
    // afterwards VitePress fetches the pages that this one links to
    const own = requests.filter((url) => !url.includes(".md.") || url.includes("playground"));
    expect(bytesOf(own, atRoot)).toBeLessThan(650_000); // before compression
    expect(page.workers()).toEqual([]);
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("keeps the settings in the address, and takes another engine if that asks for WebGPU and there is none", async () => {
    const { page, problems } = await sites.open(
      atRoot,
      `${path}?method=s-svd&width=200&rate=0.3&engine=webgpu`,
    );
    const engine = page.getByLabel("Engine");
    expect(await page.getByLabel("Method").inputValue()).toBe("s-svd");
    expect(await engine.inputValue()).toBe("webgpu");
    await page.getByRole("combobox", { name: /^Hidden nodes/ }).selectOption("500");
    expect(new URL(page.url()).search).toBe("?method=s-svd&width=500&rate=0.3&engine=webgpu");
    await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "gpu", { value: undefined }));
    await page.reload();
    await engine.locator("option[value=webgpu][disabled]").waitFor({ state: "attached" });
    expect(await engine.inputValue()).toBe("wasm");
    await page.getByText(/^Advanced:/).click();
    await page.getByText("WebGPU cannot be chosen: this browser or device has no WebGPU.").waitFor();
    expect(problems).toEqual([]);
    await page.close();
  });

  it("takes MNIST's files, chosen or dropped, packed or not, and says what is wrong with others", async () => {
    const { page, problems } = await sites.open(atRoot, path);
    await page.getByText(/^Advanced:/).click();
    const { images, labels } = idxFiles(50);
    const packed = file("images.gz", gzipSync(images));
    const input = page.getByLabel("MNIST's files");
    await input.setInputFiles([packed, file("labels", labels)]);
    await page.getByText("Data for training: images.gz: 40 images, 10 others for the test.").waitFor();
    await input.setInputFiles([file("labels", labels)]);
    await page
      .getByRole("alert")
      .getByText(/^needs a file .* got labels \(50\)$/)
      .waitFor();
    await input.setInputFiles([file("cut.gz", packed.buffer.subarray(0, -9)), file("labels", labels)]);
    await page.getByRole("alert").getByText("cut.gz").waitFor();
    await drop(page, [file("train", images), file("train-labels", labels), ...oneMore()]);
    await page.getByText("Data for training: train: 50 images, 20 others for the test.").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it(
    "stops at once, trains again by another method, and takes nothing new during training",
    { timeout: 2 * deadline },
    async () => {
      const { page, problems } = await sites.open(atRoot, `${path}?width=100`);
      // before any code for training is there
      await page.evaluate(async () => {
        const button = (name: string) =>
          Array.from(document.querySelectorAll("button")).find(({ textContent }) => textContent === name)!;
        button("Train").click();
        await new Promise(requestAnimationFrame);
        button("Stop").click();
      });
      await page.getByText("Stopped before the first result.").waitFor();
      await page.getByLabel("Method").selectOption("s-svd");
      await button(page, "Train").click();
      await page.locator("[data-side=dense] .accuracy").waitFor({ timeout: deadline });
      expect(page.workers()).toHaveLength(1);
      await drop(page, [file("mine.rcp", Buffer.alloc(0))]);
      await page.getByRole("alert").getByText("in training; stop them first").waitFor();
      await button(page, "Stop").click();
      await page.getByText(/^Stopped in epoch \d+\.$/).waitFor({ timeout: deadline });
      expect((await page.locator("[data-side=chosen] th").innerText()).trim()).toBe("S-SVD");
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(problems).toEqual([]);
      await page.close();
    },
  );

  it(
    "tries again after its code did not load; its worker ends with the page",
    { timeout: 2 * deadline },
    async () => {
      const { page, problems } = await sites.open(atRoot, `${path}?width=100`);
      await page.context().route(/worker.*\.js/, (route) => route.abort());
      const train = button(page, "Train");
      await train.click();
      await page.getByRole("alert").getByText("The code for training did not load.").waitFor();
      await page.context().unroute(/worker.*\.js/);
      const before = problems.length;

      const dense = createNetwork({
        inputShape: 784,
        layers: [{ kind: "dense", units: 10, activation: "softmax" }],
      });
      await drop(page, [file("dense.rcp", Buffer.from(encodeNetwork(dense)))]);
      await networkLine(page).getByText("Loaded from file dense.rcp.").waitFor();
      await train.click();
      // not the status, which may change between two polls
      await page.waitForFunction(
        () => Number(document.querySelector("[data-side=dense]")?.getAttribute("data-epoch")) >= 2,
        undefined,
        { timeout: deadline },
      );
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(await removal(page).isDisabled()).toBe(true);
      expect((await page.locator("[data-side=chosen] th").innerText()).trim()).toBe("S-QR");
      expect(page.workers()).toHaveLength(1);
      await page.getByRole("link", { name: "Start", exact: true }).click();
      await page.getByRole("heading", { name: "Start in five minutes" }).waitFor();
      await expect.poll(() => page.workers()).toEqual([]);
      expect(problems.slice(before)).toEqual([]);
      await page.close();
    },
  );

  describe("with a trained network", { timeout: 3 * deadline }, () => {
    let opened: OpenSitePage;
    let page: Page;
    beforeAll(async () => {
      opened = await sites.open(atRoot, path);
      ({ page } = opened);
      await button(page, "Train").click();
      await reaches(page, "chosen", 80);
      await button(page, "Stop").click();
      await page.getByText(/^Stopped in epoch/).waitFor({ timeout: deadline });
    }, 2 * deadline);
    afterAll(() => page.close());

    it("shows λ_in as a picture and λ_out as a histogram", async () => {
      const grays = await page
        .getByLabel("Eigenvalues of the input nodes as a picture")
        .evaluate((picture) => {
          const { width, height } = picture as HTMLCanvasElement;
          const { data } = (picture as HTMLCanvasElement).getContext("2d")!.getImageData(0, 0, width, height);
          return new Set(data.filter((_, i) => i % 4 === 3)).size; // how far from the median
        });
      expect(grays).toBeGreaterThan(50);
      const heights = await page
        .getByLabel("Histogram of the eigenvalues of the hidden nodes")
        .locator("rect")
        .evaluateAll((bars) => bars.map((bar) => Number(bar.getAttribute("height"))));
      expect(heights).toHaveLength(24);
      expect(Math.max(...heights)).toBe(48);
      await networkLine(page).getByText("Trained here.").waitFor();
    });

    it("draws charts that follow a change of theme", async () => {
      await page.screenshot({ path: join(screenshots, "playground-trained.png"), fullPage: true });
      const light = await drawings(page);
      expect(light).toHaveLength(2);
      await page.getByRole("switch").first().click();
      const unchanged = async () => (await drawings(page)).filter((drawing) => light.includes(drawing));
      await expect.poll(unchanged, { timeout: 10_000 }).toEqual([]);
      expect(await violations(page)).toEqual([]);
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: join(screenshots, "playground-dark.png"), fullPage: true });
      await page.getByRole("switch").first().click();
      await expect.poll(() => drawings(page), { timeout: 10_000 }).toEqual(light);
    });

    it("removes nodes by the slider", async () => {
      const left = (side: Side, nodes: number) =>
        page.locator(`[data-pruned=${side}] .nodes`, { hasText: new RegExp(`^${nodes}$`) }).waitFor();
      await removal(page).fill("5");
      await page.locator("[data-pruned=chosen]").waitFor();
      await removal(page).fill("0");
      await left("chosen", 50);
      const cells = await page.locator("[data-pruned]").allInnerTexts();
      // faster than the nodes are removed; then back to all
      for (const percent of ["10", "40", "75", "90", "50"]) await removal(page).fill(percent);
      await left("chosen", 25);
      await left("dense", 25);
      await removal(page).fill("0");
      await left("chosen", 50);
      expect(await page.locator("[data-pruned]").allInnerTexts()).toEqual(cells);
      await removal(page).fill("50");
      await left("chosen", 25);
    });

    it("gives a file and a link of half its size, which restores it to nearly the same answers", async () => {
      await drawDigit(page, 0, hands[0]!);
      await answers(page, 0);
      const shares = await sharesOf(page);
      await networkLine(page).getByText("Trained here, 50 % of nodes removed.").waitFor();

      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "Save the file" }).click();
      const saved = readFileSync(await (await download).path());
      await page.getByRole("button", { name: "Copy link" }).click();
      const link = await page.getByRole("textbox", { name: /^Link,/ }).inputValue();
      expect(link.split("#network=")[1]).toBe(networkToText(decodeNetwork(saved), { spectra: "float16" }));
      expect(link.length).toBeLessThan(11_000);

      const { pathname, search, hash } = new URL(link);
      const restored = await sites.open(atRoot, pathname.slice(1) + search + hash);
      await networkLine(restored.page).getByText("Loaded from link.").waitFor();
      await drawDigit(restored.page, 0, hands[0]!);
      await answers(restored.page, 0);
      const rounded = await sharesOf(restored.page);
      for (const [digit, share] of shares.entries()) expect(rounded[digit]).toBeCloseTo(share, 1);
      expect(restored.problems).toEqual([]);
      await restored.page.close();
      await removal(page).fill("0");
      await networkLine(page).getByText("Trained here.").waitFor();
      expect(new URL(page.url()).hash).toBe(""); // the link was of the smaller one
    });

    it("fits a phone, suits a screen reader, and had no errors", async () => {
      await page.setViewportSize(phone);
      await page.evaluate(() => scrollTo(0, 0));
      await page.screenshot({ path: join(screenshots, "playground-phone.png"), fullPage: true });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        phone.width,
      );
      expect(await violations(page)).toEqual([]);
      expect(opened.requests.filter((url) => !/^(\/|blob:)/.test(url))).toEqual([]);
      expect(opened.problems).toEqual([]);
    });
  });
});

/** Bytes of files of a site. */
function bytesOf(requests: readonly string[], { base, built }: BuiltSite): number {
  return requests
    .map((request) => new URL(request, "http://site").pathname.slice(base.length))
    .reduce((sum, file) => sum + statSync(join(built, file)).size, 0);
}

/** Trains with an engine; no other is loaded, and nothing from another site. */
async function trainsAlone({ page, requests }: OpenSitePage, engine: EngineName): Promise<void> {
  const before = requests.length;
  await trainOnFew(page, engine);
  const loaded = requests.slice(before).filter((url) => !url.startsWith("blob:"));
  for (const request of loaded) expect(request.startsWith(atSubPath.base)).toBe(true);
  expect(loaded.filter((url) => url.endsWith(".wasm"))).toHaveLength(1);
  expect(Math.round(bytesOf(loaded, atSubPath) / 1e6)).toBe(engines[engine].megabytes);
}

/** Trains with a few dropped digits to the end; the wide networks are then much better than chance. */
async function trainOnFew(page: Page, engine: EngineName): Promise<void> {
  const { images, labels } = idxFiles(250);
  await drop(page, [file("images", images), file("labels", labels)]);
  await page.getByText("The images are here.").waitFor();
  await button(page, "Train").click();
  const name = { wasm: "ONNX Runtime", webgpu: "ONNX Runtime .* on WebGPU", tensorflow: "TensorFlow.js" };
  const done = page.getByText(new RegExp(`^Done after 10 epochs, on ${name[engine]}.*\\.$`));
  await done.waitFor({ timeout: 2 * deadline });
  await reaches(page, "chosen", 50);
  await reaches(page, "dense", 50);
}

/** A second pair of files. */
function oneMore(): NamedFile[] {
  const { images, labels } = idxFiles(20);
  return [file("test", images), file("test-labels", labels)];
}

/** The charts as they are drawn now. */
async function drawings(page: Page): Promise<string[]> {
  return Promise.all((await page.locator(".chart canvas").all()).map(drawing));
}
