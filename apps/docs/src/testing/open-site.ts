import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launchChromium, openPage, servePage, type OpenPage } from "@reciprocal/browser-testing";

const docs = resolve(import.meta.dirname, "../..");
/** Looked at by people; a run in CI keeps it. */
export const screenshots = join(docs, "screenshots");
export const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };

/** Where the site is built for each base. */
export const builtSites: readonly BuiltSite[] = [
  { base: "/", built: join(docs, "dist/site") },
  { base: "/reciprocal/", built: join(docs, "dist/sub-path") },
];

export interface BuiltSite {
  readonly base: string;
  readonly built: string;
}

export interface OpenSitePage extends OpenPage {
  /** Paths of all requests so far, other origins whole. */
  readonly requests: readonly string[];
}

export interface OpenSite {
  /** Opens a page by its path behind the base, in the size of a desktop. */
  open: (path: string, options?: { isolated?: boolean }) => Promise<OpenSitePage>;
  close: () => Promise<void>;
}

/** Serves a built site under its base, once plainly and once cross-origin isolated, and starts a Chromium for it. */
export async function openSite({ base, built }: BuiltSite): Promise<OpenSite> {
  if (!existsSync(built)) throw new Error(`${built} is not there: run pnpm docs:build:sub-path first`);
  mkdirSync(screenshots, { recursive: true });
  const served = mkdtempSync(join(tmpdir(), "reciprocal-site-"));
  symlinkSync(built, join(served, "reciprocal"), "junction");
  const folder = base === "/" ? built : served;
  const [plain, isolated] = [await servePage(folder), await servePage(folder, { isolated: true })];
  const browser = await launchChromium();
  return {
    async open(path, { isolated: isIsolated = false } = {}) {
      const origin = (isIsolated ? isolated : plain).url.slice(0, -1);
      const opened = await openPage(browser, "about:blank");
      const requests: string[] = [];
      opened.page.on("request", (request) => requests.push(request.url().replace(origin, "")));
      await opened.page.setViewportSize(desktop);
      await opened.page.goto(`${origin}${base}${path}`, { waitUntil: "networkidle" });
      return { ...opened, requests };
    },
    async close() {
      await browser.close();
      await Promise.all([plain.close(), isolated.close()]);
      rmSync(served, { recursive: true });
    },
  };
}
