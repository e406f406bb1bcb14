import { join } from "node:path";
import {
  buildPage,
  launchChromium,
  openPage,
  runsBrowserTests,
  servePage,
} from "@reciprocal/browser-testing";
import { describe, expect, it } from "vitest";
import type {} from "./testing/browser-page.js";

describe.skipIf(!runsBrowserTests())(
  "in a browser (skipped without a Chromium on PATH or in CHROMIUM_PATH)",
  () => {
    it("reads CSV, and says that image folders need Node", async () => {
      const built = await buildPage(join(import.meta.dirname, "testing", "browser-page.ts"));
      const served = await servePage(built.folder);
      const browser = await launchChromium();
      try {
        const { page, problems } = await openPage(browser, served.url);
        await page.waitForFunction(() => "datasetsPage" in globalThis);
        const [labels, inputs, message] = await page.evaluate(async () => {
          const { datasetFromCsv, loadImageFolder, standardize } = datasetsPage;
          const dataset = datasetFromCsv('x,kind\n1,"a"\n3,b\n', { label: "kind" });
          const rejected = await loadImageFolder("images").catch((error: unknown) => String(error));
          return [[...dataset.labels], [...standardize(dataset).dataset.inputs], rejected];
        });
        expect([labels, inputs]).toEqual([
          [0, 1],
          [-1, 1],
        ]);
        expect(message).toBe(
          "Error: loadImageFolder: needs node:path of Node 20.19 or newer, which this runtime does not have",
        );
        expect(problems).toEqual([]);
      } finally {
        await browser.close();
        await served.close();
        built.remove();
      }
    });
  },
);
