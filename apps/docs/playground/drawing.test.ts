import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runsBrowserTests } from "@reciprocal/browser-testing";
import { createNetwork, decodeNetwork, encodeNetwork, networkToText } from "@reciprocal/network";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  atRoot,
  openSites,
  phone,
  screenshots,
  type OpenSites,
  type OpenSitePage,
} from "../src/testing/open-site.js";
import { violations } from "../src/testing/violations.js";
import {
  answers,
  drawDigit,
  drawing,
  drop,
  file,
  networkLine,
  padOf,
  sharesOf,
  type Page,
} from "./testing/page-actions.js";
import { hands } from "./testing/strokes.js";

const path = "playground/index.html";
const title = "drawing, links and files (skipped without a Chromium on PATH or in CHROMIUM_PATH)";

/** A network whose link fits a QR code. */
const small = createNetwork({
  inputShape: 784,
  layers: [{ kind: "spectral", units: 10, activation: "softmax" }],
});
const smallFile = file("small.rcp", encodeNetwork(small));

describe.skipIf(!runsBrowserTests())(title, { timeout: 180_000 }, () => {
  let sites: OpenSites;
  let opened: OpenSitePage;
  let page: Page;
  beforeAll(async () => void (sites = await openSites()));
  afterAll(() => sites.close());
  beforeEach(async () => {
    opened = await sites.open(atRoot, path);
    ({ page } = opened);
    await networkLine(page).getByText("Built-in network.").waitFor();
    return async () => {
      expect(opened.problems).toEqual([]);
      expect(page.workers()).toEqual([]); // no engine for any of this
      await page.close();
    };
  });

  it("knows digits while they are drawn, and says what network that is and what it weighs", async () => {
    for (const digit of [0, 2, 4, 7]) {
      await drawDigit(page, digit, hands[0]!);
      await answers(page, digit);
      await page.getByRole("button", { name: "Clear" }).click();
      await page.getByText("Draw a digit, from 0 to 9.").waitFor();
    }
    const line = networkLine(page);
    await line.getByText("both compressed").waitFor();
    const weight = async (name: string) => Number(await line.getAttribute(`data-${name}`));
    const bytes = readFileSync(join(atRoot.built, "digits.rcp")).length;
    expect(await weight("own")).toBeLessThan(bytes + 100); // gzip adds some to what is dense already
    expect(await weight("own")).toBeGreaterThan(0.5 * bytes);
    expect(await weight("dense")).toBeGreaterThan(3 * bytes);
    expect(await violations(page)).toEqual([]);
  });

  it("answers before the pen is lifted, and to a finger", async () => {
    const { x, y } = (await padOf(page).boundingBox())!;
    await page.mouse.move(x + 150, y + 50);
    await page.mouse.down();
    await page.mouse.move(x + 140, y + 140);
    await page.mouse.move(x + 135, y + 230);
    await answers(page, 1);
    await page.mouse.up();

    await page.getByRole("button", { name: "Clear" }).click();
    const empty = await drawing(padOf(page));
    await page.mouse.move(x + 100, y + 50);
    await page.mouse.down({ button: "right" });
    await page.mouse.move(x + 100, y + 150);
    await page.mouse.up({ button: "right" });
    expect(await drawing(padOf(page))).toBe(empty);
    const devtools = await page.context().newCDPSession(page);
    const touch = (type: "touchStart" | "touchMove" | "touchEnd", ...points: [number, number][]) =>
      devtools.send("Input.dispatchTouchEvent", { type, touchPoints: points.map(([x, y]) => ({ x, y })) });
    await touch("touchStart", [x + 150, y + 50]);
    await touch("touchMove", [x + 140, y + 140]);
    await touch("touchMove", [x + 135, y + 230]);
    await touch("touchEnd");
    await answers(page, 1);
  });

  it("can be drawn on by keys, and draws in place of a test image", async () => {
    const pad = padOf(page);
    await page.getByRole("button", { name: "Use a test image" }).first().click();
    await page.getByText(/^This is a \d\.$/).waitFor();
    const image = await drawing(pad);
    await pad.focus();
    const press = async (key: string, times: number) => {
      for (let i = 0; i < times; i++) await page.keyboard.press(key);
    };
    await press("ArrowUp", 8);
    expect(await drawing(pad)).toBe(image);
    await press(" ", 1);
    await press("ArrowDown", 16);
    await answers(page, 1);
    await press("Delete", 1);
    await page.getByText("Draw a digit, from 0 to 9.").waitFor();
  });

  it("moves one eigenvalue: answers and pictures follow at once, and Reset takes it back", async () => {
    await page.getByRole("button", { name: "Use a test image" }).first().click();
    await page.getByText(/^This is a \d\.$/).waitFor();
    const before = await sharesOf(page);
    const pictures = page.getByLabel(/^Weights of hidden node/);
    const drawn = await Promise.all((await pictures.all()).map(drawing));
    const changed = async (): Promise<number> => {
      const now = await Promise.all((await pictures.all()).map(drawing));
      return now.filter((one, i) => one !== drawn[i]).length;
    };
    const slider = page.getByRole("slider", { name: /^λ_/ });
    const end = async () => Number(await slider.getAttribute("max"));

    await slider.fill(String(await end()));
    expect(await changed()).toBe(1); // λ_out: the weights of its node
    expect(await sharesOf(page)).not.toEqual(before);
    await networkLine(page).getByText("Built-in network, λ changed by you.").waitFor();

    await page.getByLabel("Choose a pixel with the arrow keys").focus();
    for (const key of ["ArrowUp", "ArrowLeft"]) await page.keyboard.press(key);
    await page.getByText(/of the pixel in row 14, column 14:/).waitFor();
    await slider.fill(String(await end()));
    expect(await changed()).toBe(drawn.length); // λ_in: one pixel of all

    await page.getByRole("button", { name: "Reset" }).click();
    await networkLine(page).getByText("Built-in network.").waitFor();
    expect(await changed()).toBe(0);
    expect(await sharesOf(page)).toEqual(before);
  });

  it("copies a link that opens the same network, and takes it away when the network changes", async () => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    const hash = () => new URL(page.url()).hash;
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByText("Copied.").waitFor();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(page.url());
    const built = decodeNetwork(readFileSync(join(atRoot.built, "digits.rcp")));
    expect(hash()).toBe(`#network=${networkToText(built, { spectra: "float16" })}`);

    await page.getByRole("slider", { name: /^λ_/ }).fill("0");
    await expect.poll(hash).toBe("");
    expect(await page.getByRole("textbox", { name: /^Link,/ }).count()).toBe(0);
    await page.getByRole("button", { name: "Copy link" }).click();
    await expect.poll(hash).not.toBe("");
    expect(page.url()).not.toBe(link);
    await drop(page, [smallFile]);
    await networkLine(page).getByText("Loaded from file small.rcp.").waitFor();
    expect(hash()).toBe("");

    const { pathname, search, hash: own } = new URL(link);
    const other = await sites.open(atRoot, pathname.slice(1) + search + own);
    await networkLine(other.page).getByText("Loaded from link.").waitFor();
    expect(new URL(other.page.url()).hash).toBe(own); // it is of this network
    await drawDigit(other.page, 3, hands[0]!);
    await answers(other.page, 3);
    await other.page.screenshot({ path: join(screenshots, "playground-link.png") });
    expect(other.page.workers()).toEqual([]);
    expect(other.problems).toEqual([]);
    await other.page.close();
  });

  it("shares by the sheet of the device, and makes QR codes of links that fit one", async () => {
    await page.getByRole("button", { name: "QR code" }).click();
    await page
      .getByRole("alert")
      .getByText(/the largest QR code holds 2,953\. Copy the link instead/)
      .waitFor();
    await drop(page, [smallFile]);
    await networkLine(page).getByText("Loaded from file small.rcp.").waitFor();
    expect(await page.getByRole("alert").count()).toBe(0);
    await page.getByRole("button", { name: "QR code" }).click();
    const code = page.getByRole("img", { name: "QR code of the link" });
    await code.waitFor();
    expect(await code.locator("svg").count()).toBe(1);
    expect(page.url().length).toBeLessThan(2953);

    // Chromium has no sheet here
    await page.addInitScript(() =>
      Object.assign(navigator, {
        share: ({ url }: { url: string }) => Promise.resolve(Object.assign(globalThis, { shared: url })),
      }),
    );
    await page.reload();
    await page.getByRole("button", { name: /^Share/ }).click();
    expect(await page.evaluate(() => (globalThis as unknown as { shared: string }).shared)).toBe(page.url());
  });

  it("opens files that are chosen or dropped anywhere, and says what is wrong with others and with links", async () => {
    const network = (inputs: number) =>
      encodeNetwork(
        createNetwork({ inputShape: inputs, layers: [{ kind: "dense", units: 10, activation: "softmax" }] }),
      );
    const [alert, line] = [page.getByRole("alert"), networkLine(page)];
    await page.getByText(/^Advanced:/).click();
    const input = page.getByLabel("A saved network");
    await input.setInputFiles([file("mine.rcp", network(784))]);
    await line.getByText("Loaded from file mine.rcp.").waitFor();
    await input.setInputFiles([file("other.rcp", network(9))]);
    await alert.getByText("This one takes 9 inputs and has 10 outputs.").waitFor();
    await line.getByText("Loaded from file mine.rcp.").waitFor(); // the one before is still there
    expect(await drop(page, [file("cut.rcp", smallFile.buffer.subarray(0, -1))])).toBe(true);
    await alert
      .getByText("This is not a network that opens here, or not all of it")
      .getByText("was it cut?")
      .waitFor();
    expect(await drop(page, [smallFile])).toBe(true);
    await line.getByText("Loaded from file small.rcp.").waitFor();

    const broken = await sites.open(atRoot, `${path}#network=UkNQTgEA`);
    await broken.page.getByRole("alert").getByText("This is not a network that opens here").waitFor();
    await networkLine(broken.page).getByText("Built-in network.").waitFor();
    expect(new URL(broken.page.url()).hash).toBe(""); // it is of no network on the page
    await broken.page.evaluate((text) => (location.hash = `#network=${text}`), greedyText());
    await broken.page.getByRole("alert").getByText("at most 4000000 entries").waitFor();
    expect(broken.problems).toEqual([]);
    await broken.page.close();
  });

  it("saves the file of the network that it shows", async () => {
    await drop(page, [smallFile]);
    await networkLine(page).getByText("Loaded from file small.rcp.").waitFor();
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Save the file" }).click();
    expect(readFileSync(await (await download).path())).toEqual(smallFile.buffer);
  });

  it("shows pad and answer together on a phone, in light and dark", async () => {
    await page.setViewportSize(phone);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.evaluate(() => scrollTo(0, 0));
      const { y, height } = (await page.locator(".draw .bars").boundingBox())!;
      expect(y + height).toBeLessThan(phone.height);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
        phone.width,
      );
      await page.screenshot({ path: join(screenshots, `playground-at-once-${colorScheme}.png`) });
      expect(await violations(page)).toEqual([]);
    }
  });

  it("says so if the built-in network does not load", async () => {
    const lost = await sites.open(atRoot, "404.html");
    await lost.page.route("**/digits.rcp", (route) => route.fulfill({ status: 404 }));
    await lost.page.goto(page.url());
    await lost.page.getByRole("alert").getByText("The built-in network did not load.").waitFor();
    await lost.page.close();
  });
});

/** The text of a link to a network with more entries than the playground makes from a link. */
function greedyText(): string {
  const phi = { kind: "normal", deviation: 1 } as const;
  return networkToText(createNetwork({ inputShape: 2001, layers: [{ kind: "spectral", units: 2000, phi }] }));
}
