import type { Browser, Page } from "playwright-core";

export interface OpenPage {
  page: Page;
  /** Errors so far: on the console, uncaught, and requests that failed. */
  problems: readonly string[];
}

export interface OpenPageOptions {
  /** How many processors the page is told of; default: those of the machine. */
  processors?: number;
}

/** Opens a page in a context of its own: nothing stored is shared with other pages. Close it with `page.close()`. */
export async function openPage(
  browser: Browser,
  url: string,
  { processors }: OpenPageOptions = {},
): Promise<OpenPage> {
  const page = await browser.newPage();
  const problems: string[] = [];
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("requestfailed", (request) => problems.push(`${request.url()}: ${request.failure()?.errorText}`));
  if (processors !== undefined) {
    await page.addInitScript((count) => {
      Object.defineProperty(navigator, "hardwareConcurrency", { value: count });
    }, processors);
  }
  await page.goto(url);
  return { page, problems };
}
