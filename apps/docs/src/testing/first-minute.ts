import { launchChromium, openPage, servePage, type OpenPage } from "@reciprocal/browser-testing";
import { phone, type BuiltSite } from "./open-site.js";

type Page = OpenPage["page"];

/** What a visitor waits for who opens the playground for the first time, with nothing in the cache. */
export interface FirstMinute {
  /** Milliseconds from the start of the navigation until something is painted. */
  readonly firstPaint: number;
  /** Until the page answers to the pointer and its network is there. */
  readonly ready: number;
  /** Until the first answer to a drawing that was begun as soon as the page took it. */
  readonly firstAnswer: number;
  /** Bytes that came until that answer, with their headers, texts compressed by gzip. */
  readonly bytes: number;
  readonly requests: number;
  /** Milliseconds until a link has opened its network, with an empty cache. */
  readonly link: number;
  /** The same for somebody who has been on the page before. */
  readonly linkAgain: number;
}

export interface FirstMinuteOptions {
  /**
   * Whether as on a slow phone: slow 4G as Lighthouse has it, 1.6 Mbit/s with 150 ms for each way there and back, and a
   * processor that takes four times as long; default false.
   */
  readonly slow?: boolean;
}

/** Opens the playground of a built site on a screen like a phone's, draws, copies the link and opens that. */
export async function measureFirstMinute(
  { built }: Pick<BuiltSite, "built">,
  { slow = false }: FirstMinuteOptions = {},
): Promise<FirstMinute> {
  const { url, close } = await servePage(built, { compressed: true });
  const browser = await launchChromium();
  try {
    const first = await openPage(browser, "about:blank");
    const traffic = await watchTraffic(first.page, slow);
    await first.page.goto(`${url}playground/`, { waitUntil: "commit" });
    await drawWhenTaken(first.page);
    const firstAnswer = await timeOf(first.page, "answer");
    const { bytes, requests } = traffic();
    const link = await linkOf(first.page);

    const opens = async (page: Page): Promise<number> => {
      await page.goto("about:blank"); // otherwise only the hash would change
      await page.goto(link, { waitUntil: "commit" });
      return timeOf(page, "link");
    };
    const paint = await firstPaint(first.page);
    const ready = await timeOf(first.page, "ready");
    const cold = await openPage(browser, "about:blank");
    await watchTraffic(cold.page, slow);
    const result = {
      ...{ firstPaint: paint, ready, firstAnswer, bytes, requests },
      link: await opens(cold.page),
      linkAgain: await opens(first.page),
    };
    const problems = [...first.problems, ...cold.problems];
    if (problems.length > 0) throw new Error(`the playground had errors: ${problems.join("; ")}`);
    return result;
  } finally {
    await browser.close();
    await close();
  }
}

/** Slows a page down, notes when it shows what, and counts what comes. */
async function watchTraffic(page: Page, slow: boolean): Promise<() => { bytes: number; requests: number }> {
  await page.setViewportSize(phone);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Network.enable");
  if (slow) {
    await devtools.send("Network.emulateNetworkConditions", {
      ...{ offline: false, latency: 150 },
      ...{ downloadThroughput: 1.6e6 / 8, uploadThroughput: 0.75e6 / 8 },
    });
    await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  }
  let [bytes, requests] = [0, 0];
  devtools.on("Network.loadingFinished", ({ encodedDataLength }) => {
    bytes += encodedDataLength;
    requests++;
  });
  await page.addInitScript(() => {
    const times: Record<string, number> = {};
    Object.assign(globalThis, { times });
    const shows = (selector: string, text: RegExp): boolean =>
      text.test(document.querySelector(selector)?.textContent ?? "");
    const look = (): void => {
      if (shows(".answer", /^(Draw a digit|This is a \d)/)) times["ready"] ??= performance.now();
      if (shows(".answer", /^This is a \d/)) times["answer"] ??= performance.now();
      if (shows(".sizes", /^Loaded from link/)) times["link"] ??= performance.now();
    };
    new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  });
  return () => ({ bytes, requests });
}

/** When the page first showed something, in milliseconds from the start of its navigation. */
async function timeOf(page: Page, what: "ready" | "answer" | "link"): Promise<number> {
  const time = await page.waitForFunction(
    (what) => (globalThis as unknown as { times: Record<string, number> }).times[what],
    what,
    { timeout: 60_000 },
  );
  return (await time.jsonValue())!;
}

async function firstPaint(page: Page): Promise<number> {
  return page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0]!.startTime);
}

/** A stroke from top to bottom, as soon as the page takes one. */
async function drawWhenTaken(page: Page): Promise<void> {
  await page.waitForFunction(() => "__vue_app__" in (document.querySelector("#app") ?? {}));
  const { x, y } = (await page.getByLabel("Pad to draw a digit").boundingBox())!;
  await page.mouse.move(x + 150, y + 60);
  await page.mouse.down();
  await page.mouse.move(x + 140, y + 140);
  await page.mouse.move(x + 130, y + 220);
  await page.mouse.up();
}

/** The link of the network on the page. */
async function linkOf(page: Page): Promise<string> {
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.waitForFunction(() => location.hash.length > 1);
  return page.url();
}
