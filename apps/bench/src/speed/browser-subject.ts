import { buildPage, launchChromium, openPage, servePage } from "@reciprocal/browser-testing";
import { extname, join } from "node:path";
import type { BrowserSubjectSettings } from "./browser-page.js";
import type { SpeedSubject } from "./speed-subject.js";

/** A page in Chromium that trains as Node does. */
export interface SpeedPage {
  /** Such as `149.0.7827.155`. */
  readonly chromium: string;
  subject(settings: BrowserSubjectSettings): SpeedSubject;
  /** @throws {Error} when the page had errors */
  close(): Promise<void>;
}

/**
 * Bundles browser-page.ts and opens it in Chromium: `@reciprocal/training` on onnxruntime-web, one thread, on the page's
 * own thread. A round of steps is one call into the page, which costs about a millisecond.
 */
export async function openSpeedPage(): Promise<SpeedPage> {
  const browser = await launchChromium();
  const built = await buildPage(join(import.meta.dirname, `browser-page${extname(import.meta.filename)}`));
  const served = await servePage(built.folder);
  const { page, problems } = await openPage(browser, served.url);
  await page.waitForFunction(() => "speedPage" in globalThis);

  return {
    chromium: browser.version(),
    subject(settings) {
      let index: number | undefined;
      return {
        engine: "reciprocal (onnxruntime-web in Chromium)",
        method: settings.method,
        prepare: async () => {
          index ??= await page.evaluate((settings) => speedPage.create(settings), settings);
          await page.evaluate((index) => speedPage.prepare(index), index);
        },
        stage: (batches) =>
          page.evaluate(([index, batches]) => speedPage.stage(index, batches), [
            index!,
            batches.map((batch) => Array.from(batch)),
          ] as const),
        steps: () => page.evaluate((index) => speedPage.steps(index), index!),
        dispose: async () => {
          if (index !== undefined) await page.evaluate((index) => speedPage.dispose(index), index);
        },
      };
    },
    async close() {
      await browser.close();
      await served.close();
      built.remove();
      if (problems.length > 0) throw new Error(`openSpeedPage: the page had errors: ${problems.join("; ")}`);
    },
  };
}
