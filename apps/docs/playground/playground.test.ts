import { readFileSync, statSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { runsBrowserTests, type OpenPage } from "@reciprocal/browser-testing";
import { generateDigits } from "@reciprocal/datasets";
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
import { engines, type EngineName } from "./settings.js";
import type { Side } from "./reports.js";

type Page = OpenPage["page"];
type Locator = ReturnType<Page["locator"]>;

const deadline = 60_000;
const path = "playground/index.html";

const title = "the playground (skipped without a Chromium on PATH or in CHROMIUM_PATH)";

describe.skipIf(!runsBrowserTests())(title, () => {
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
      await page.getByRole("button", { name: "Make a link" }).click();
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
    expect(bytesOf(own, atRoot)).toBeLessThan(450_000); // before compression
    expect(page.workers()).toEqual([]);
    expect(await violations(page)).toEqual([]);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("keeps the settings in the address, and takes another engine if that asks for WebGPU and there is none", async () => {
    const { page, problems } = await sites.open(
      atRoot,
      `${path}?method=s-svd&width=200&rate=0.05&engine=webgpu`,
    );
    const engine = page.getByLabel("Engine");
    expect(await page.getByLabel("Method").inputValue()).toBe("s-svd");
    expect(await engine.inputValue()).toBe("webgpu");
    await page.getByLabel("Hidden nodes").selectOption("500");
    expect(new URL(page.url()).search).toBe("?method=s-svd&width=500&rate=0.05&engine=webgpu");
    await page.addInitScript(() => Object.defineProperty(Navigator.prototype, "gpu", { value: undefined }));
    await page.reload();
    await engine.locator("option[value=webgpu][disabled]").waitFor({ state: "attached" });
    expect(await engine.inputValue()).toBe("wasm");
    expect(problems).toEqual([]);
    await page.close();
  });

  it("takes MNIST's files, chosen or dropped, packed or not, and says what is wrong with others", async () => {
    const { page, problems } = await sites.open(atRoot, path);
    const { images, labels } = idxFiles(50);
    const packed = file("images.gz", gzipSync(images));
    const input = page.getByLabel("MNIST's files");
    await input.setInputFiles([packed, file("labels", labels)]);
    await page.getByText("Data: images.gz: 40 images, 10 others for the test.").waitFor();
    await input.setInputFiles([file("labels", labels)]);
    await page
      .getByRole("alert")
      .getByText(/^needs a file .* got labels \(50\)$/)
      .waitFor();
    await input.setInputFiles([file("cut.gz", packed.buffer.subarray(0, -9)), file("labels", labels)]);
    await page.getByRole("alert").getByText("cut.gz").waitFor();
    await drop(page, [file("train", images), file("train-labels", labels), ...oneMore()]);
    await page.getByText("Data: train: 50 images, 20 others for the test.").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
    expect(problems).toEqual([]);
    await page.close();
  });

  it("opens a saved network, chosen or dropped, and says what is wrong with others and with links", async () => {
    const { page, problems } = await sites.open(atRoot, `${path}#network=UkNQTgEA`);
    const broken = "This is not a network that opens here, or not all of it";
    const alert = page.getByRole("alert");
    await alert.getByText(broken).waitFor();
    await page.evaluate((text) => (location.hash = `#network=${text}`), greedyText());
    await alert.getByText("at most 4000000 entries").waitFor();

    const network = (inputs: number) =>
      createNetwork({
        inputShape: inputs,
        layers: [
          { kind: "s-qr", units: 20, activation: "relu" },
          { kind: "s-qr", units: 10, activation: "softmax" },
        ],
      });
    const bytes = Buffer.from(encodeNetwork(network(784)));
    const input = page.getByLabel("A saved network");
    await input.setInputFiles([file("mine.rcp", bytes)]);
    await page.getByText(/^The network of mine.rcp is here, on ONNX Runtime \S+ with 1 thread\.$/).waitFor();
    expect(await page.locator("[data-pruned=chosen]").innerText()).toMatch(/^s-qr\s+20\s/);
    await drop(page, [file("cut.rcp", bytes.subarray(0, -1))]);
    await alert.getByText(broken).getByText("was it cut?").waitFor();
    await input.setInputFiles([file("other.rcp", Buffer.from(encodeNetwork(network(9))))]);
    await alert.getByText("it takes 9 to 10").waitFor();
    expect(await page.locator("[data-pruned=chosen]").count()).toBe(1); // the one before is still there
    await drop(page, [file("again.rcp", bytes)]);
    await page.getByText("The network of again.rcp is here").waitFor();
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
      await page.getByText("Stopped before the first epoch was done.").waitFor();
      await page.getByLabel("Method").selectOption("s-svd");
      await page.getByRole("button", { name: "Train" }).click();
      await page.locator("[data-side=dense] .accuracy").waitFor({ timeout: deadline });
      expect(page.workers()).toHaveLength(1);
      await drop(page, [file("mine.rcp", Buffer.alloc(0))]);
      await page.getByRole("alert").getByText("in training; stop it first").waitFor();
      await page.getByRole("button", { name: "Stop" }).click();
      await page.getByText(/^Stopped after epoch \d+, on ONNX Runtime/).waitFor({ timeout: deadline });
      expect(await page.locator("[data-pruned=chosen]").innerText()).toMatch(/^s-svd\s+100\s/);
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(problems).toEqual([]);
      await page.close();
    },
  );

  it(
    "tries again after its code did not load, also while a network is opened; its worker ends with the page",
    { timeout: 2 * deadline },
    async () => {
      const { page, problems } = await sites.open(atRoot, `${path}?width=100`);
      await page.context().route(/worker.*\.js/, (route) => route.abort());
      const train = page.getByRole("button", { name: "Train" });
      await train.click();
      await page.getByRole("alert").getByText("The code for training did not load.").waitFor();
      await page.context().unroute(/worker.*\.js/);
      const before = problems.length;

      const dense = createNetwork({
        inputShape: 784,
        layers: [{ kind: "dense", units: 10, activation: "softmax" }],
      });
      await drop(page, [file("dense.rcp", Buffer.from(encodeNetwork(dense)))]);
      await train.click(); // while it is opened
      // not the status, which may change between two polls
      const epoch = page.locator("[data-side=dense] td").nth(3);
      await epoch.filter({ hasText: /^([2-9]|1\d)$/ }).waitFor({ timeout: deadline });
      expect(await page.getByRole("alert").count()).toBe(0);
      expect(await page.getByRole("slider").count()).toBe(0);
      expect(await page.locator("[data-side=chosen] th").innerText()).toBe("spectral");
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
      await page.getByRole("button", { name: "Train" }).click();
      await reaches(page, "chosen", 90);
      await page.getByRole("button", { name: "Stop" }).click();
      await page.getByRole("slider").waitFor();
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
      expect(Math.max(...heights)).toBe(120);
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

    it("knows a digit drawn with the mouse or by touch, and answers the keyboard", async () => {
      const pad = page.getByLabel("Pad to draw a digit");
      /** The points of an ellipse, where the pad is now. */
      const ellipse = async () => {
        await pad.scrollIntoViewIfNeeded();
        const { x, y } = (await pad.boundingBox())!;
        return Array.from({ length: 33 }, (_, i) => ({
          x: x + 140 + 55 * Math.sin((i * Math.PI) / 16),
          y: y + 140 - 85 * Math.cos((i * Math.PI) / 16),
        }));
      };
      const [start, ...way] = await ellipse();
      await page.mouse.move(start!.x, start!.y);
      await page.mouse.down();
      for (const { x, y } of way) await page.mouse.move(x, y);
      await page.mouse.up();
      await page.getByText("This is a 0.").waitFor();

      const clear = page.getByRole("button", { name: "Clear" });
      await clear.click();
      await page.getByText("Nothing is drawn yet.").waitFor();
      const empty = await drawing(pad);
      await page.mouse.move(start!.x, start!.y);
      await page.mouse.down({ button: "right" });
      await page.mouse.move(start!.x, start!.y + 50);
      await page.mouse.up({ button: "right" });
      expect(await drawing(pad)).toBe(empty);
      const devtools = await page.context().newCDPSession(page);
      const touch = (
        type: "touchStart" | "touchMove" | "touchEnd",
        ...touchPoints: { x: number; y: number }[]
      ) => devtools.send("Input.dispatchTouchEvent", { type, touchPoints });
      const [touched, ...drawn] = await ellipse();
      await touch("touchStart", touched!);
      for (const point of drawn) await touch("touchMove", point);
      await touch("touchEnd");
      await page.getByText("This is a 0.").waitFor();

      await clear.click();
      await pad.focus();
      const press = async (key: string, times: number) => {
        for (let i = 0; i < times; i++) await page.keyboard.press(key);
      };
      await press("ArrowUp", 8);
      await press(" ", 1);
      await press("ArrowDown", 16);
      await page.getByText(/^This is a \d\.$/).waitFor();
      await press("Delete", 1);
      await page.getByText("Nothing is drawn yet.").waitFor();
    });

    it("removes nodes by the slider", async () => {
      const left = (side: Side, nodes: number) =>
        page.locator(`[data-pruned=${side}] .nodes`, { hasText: new RegExp(`^${nodes}$`) }).waitFor();
      const cells = await page.locator("[data-pruned]").allInnerTexts();
      // faster than the nodes are removed; then back to all
      for (const percent of ["10", "40", "75", "90", "50"]) await page.getByRole("slider").fill(percent);
      await left("chosen", 500);
      await left("dense", 500);
      await page.getByRole("slider").fill("0");
      await left("chosen", 1000);
      const apartFromTime = (texts: string[]) => texts.map((text) => text.replace(/\S+$/, ""));
      expect(apartFromTime(await page.locator("[data-pruned]").allInnerTexts())).toEqual(
        apartFromTime(cells),
      );
      await page.getByRole("slider").fill("50");
      await left("chosen", 500);
    });

    it("gives a file and a link of half its size, which restores it to nearly the same answers", async () => {
      await page.getByRole("button", { name: "Take a test image" }).click();
      await page.getByText(/^This is a \d\.$/).waitFor();
      const answers = await answersOf(page);

      const download = page.waitForEvent("download");
      await page.getByRole("button", { name: "Save the file" }).click();
      const saved = readFileSync(await (await download).path());
      await page.getByRole("button", { name: "Make a link" }).click();
      const link = await page.getByLabel("Link of").inputValue();
      expect(link.split("#network=")[1]).toBe(networkToText(decodeNetwork(saved), { spectra: "float16" }));
      expect(link.length).toBeLessThan(11_000);

      const { pathname, search, hash } = new URL(link);
      const restored = await sites.open(atRoot, pathname.slice(1) + search + hash);
      await restored.page.getByText("The network of the link is here").waitFor();
      await restored.page.getByRole("button", { name: "Take a test image" }).click();
      await restored.page.getByText(/^This is a \d\.$/).waitFor();
      const rounded = await answersOf(restored.page);
      for (const [digit, answer] of answers.entries()) expect(rounded[digit]).toBeCloseTo(answer, 1);
      expect(restored.problems).toEqual([]);
      await restored.page.close();
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

/** Trains with a few dropped digits to the end; both networks are then much better than chance. */
async function trainOnFew(page: Page, engine: EngineName): Promise<void> {
  const { images, labels } = idxFiles(250);
  await drop(page, [file("images", images), file("labels", labels)]);
  await page.getByText("The images are here.").waitFor();
  await page.getByRole("button", { name: "Train" }).click();
  const name = { wasm: "ONNX Runtime", webgpu: "ONNX Runtime .* on WebGPU", tensorflow: "TensorFlow.js" };
  const done = page.getByText(new RegExp(`^Done after 15 epochs, on ${name[engine]}.*\\.$`));
  await done.waitFor({ timeout: 2 * deadline });
  await reaches(page, "chosen", 50);
  await reaches(page, "dense", 50);
}

/** Waits until the accuracy of one of the networks is at least that many percent. */
async function reaches(page: Page, side: Side, percent: number): Promise<void> {
  await page.waitForFunction(
    ([side, percent]) => {
      const cell = document.querySelector(`[data-side=${side}] .accuracy`);
      return cell && parseFloat(cell.textContent) >= percent;
    },
    [side, percent] as const,
    { timeout: deadline },
  );
}

interface NamedFile {
  readonly name: string;
  readonly buffer: Buffer;
  readonly mimeType: string;
}

function file(name: string, buffer: Buffer): NamedFile {
  return { name, buffer, mimeType: "application/octet-stream" };
}

/** Drops files on the playground. */
async function drop(page: Page, files: readonly NamedFile[]): Promise<void> {
  const transfer = await page.evaluateHandle(
    (files) => {
      const transfer = new DataTransfer();
      for (const { name, text } of files) {
        const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        transfer.items.add(new File([bytes], name));
      }
      return transfer;
    },
    files.map(({ name, buffer }) => ({ name, text: buffer.toString("base64") })),
  );
  await page.dispatchEvent(".files", "drop", { dataTransfer: transfer });
}

/** MNIST's two files with generated digits. */
function idxFiles(count: number): { images: Buffer; labels: Buffer } {
  const { inputs, labels } = generateDigits({ count });
  const header = [0, 0, 8, 3, ...[count, 28, 28].flatMap((size) => [0, 0, 0, size])];
  return {
    images: Buffer.from([...header, ...inputs.map((x) => 255 * x)]),
    labels: Buffer.from([0, 0, 8, 1, 0, 0, 0, count, ...labels]),
  };
}

/** A second pair of files. */
function oneMore(): NamedFile[] {
  const { images, labels } = idxFiles(20);
  return [file("test", images), file("test-labels", labels)];
}

/** The text of a link to a network with more entries than the playground makes from a link. */
function greedyText(): string {
  const phi = { kind: "normal", deviation: 1 } as const;
  return networkToText(createNetwork({ inputShape: 2001, layers: [{ kind: "spectral", units: 2000, phi }] }));
}

/** The charts as they are drawn now. */
async function drawings(page: Page): Promise<string[]> {
  return Promise.all((await page.locator(".chart canvas").all()).map(drawing));
}

/** A canvas as it is drawn now. */
function drawing(canvas: Locator): Promise<string> {
  return canvas.evaluate((canvas) => (canvas as HTMLCanvasElement).toDataURL());
}

/** The ten probabilities in full. */
function answersOf(page: Page): Promise<number[]> {
  return page
    .locator(".answers meter")
    .evaluateAll((meters) => meters.map((meter) => (meter as HTMLMeterElement).value));
}
