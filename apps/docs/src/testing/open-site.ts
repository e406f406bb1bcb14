import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { launchChromium, openPage, servePage, type OpenPage } from "@reciprocal/browser-testing";

const docs = resolve(import.meta.dirname, "../..");
/** For people to look at; a run in CI keeps it. */
export const screenshots = join(docs, "screenshots");
export const phone = { width: 390, height: 844 };
const desktop = { width: 1280, height: 900 };

export interface BuiltSite {
  readonly base: string;
  readonly built: string;
}

/** Where the site is built for each base. */
export const atRoot: BuiltSite = { base: "/", built: join(docs, "dist/site") };
export const atSubPath: BuiltSite = { base: "/reciprocal/", built: join(docs, "dist/sub-path") };

export interface OpenSitePage extends OpenPage {
  /** Paths of all requests so far, whole addresses for other origins. */
  readonly requests: readonly string[];
}

export interface OpenSites {
  /** Opens a page by its path behind the base, in the size of a desktop, and waits until it answers to clicks. */
  open: (site: BuiltSite, path: string, options?: { isolated?: boolean }) => Promise<OpenSitePage>;
  close: () => Promise<void>;
}

/** Serves the built sites under their bases, once plainly and once cross-origin isolated, and starts a Chromium. */
export async function openSites(): Promise<OpenSites> {
  for (const { built } of [atRoot, atSubPath]) {
    if (!existsSync(built)) throw new Error(`${built} is not there: run pnpm docs:build:sub-path first`);
  }
  mkdirSync(screenshots, { recursive: true });
  const parent = mkdtempSync(join(tmpdir(), "reciprocal-site-"));
  symlinkSync(atSubPath.built, join(parent, "reciprocal"), "junction");
  const serve = async (folder: string) => ({
    plain: await servePage(folder),
    isolated: await servePage(folder, { isolated: true }),
  });
  const served = { [atRoot.base]: await serve(atRoot.built), [atSubPath.base]: await serve(parent) };
  const browser = await launchChromium();
  return {
    async open({ base }, path, { isolated = false } = {}) {
      const origin = served[base]![isolated ? "isolated" : "plain"].url.slice(0, -1);
      const opened = await openPage(browser, "about:blank");
      const requests: string[] = [];
      opened.page.on("request", (request) => requests.push(request.url().replace(origin, "")));
      await opened.page.setViewportSize(desktop);
      await opened.page.goto(`${origin}${base}${path}`);
      // Vue marks the element in which it has mounted
      await opened.page.waitForFunction(() => "__vue_app__" in document.querySelector("#app")!);
      return { ...opened, requests };
    },
    async close() {
      await browser.close();
      for (const { plain, isolated } of Object.values(served)) {
        await Promise.all([plain.close(), isolated.close()]);
      }
      rmSync(parent, { recursive: true });
    },
  };
}
