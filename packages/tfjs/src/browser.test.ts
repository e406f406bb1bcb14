import "@reciprocal/test-utils";
import { runsBrowserTests, type OpenPage } from "@reciprocal/browser-testing";
import "@tensorflow/tfjs-backend-cpu";
import { setBackend } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowserPages, type BrowserPages } from "./testing/browser-pages.js";
import { layerNames, layersModel, trainingLosses } from "./testing/train-layers.js";

describe.skipIf(!runsBrowserTests())(
  "in a browser (skipped without a Chromium on PATH or in CHROMIUM_PATH)",
  () => {
    let pages: BrowserPages | undefined;
    beforeAll(async () => {
      await setBackend("cpu");
      pages = await startBrowserPages();
    });
    afterAll(() => pages?.close());

    const settings = [
      { backend: "wasm", fast: false },
      { backend: "wasm", fast: true },
      { backend: "webgl", fast: false },
    ];
    describe.each(settings)("on $backend, with installFastKernels: $fast", ({ backend, fast }) => {
      let opened: OpenPage;
      beforeAll(async () => {
        opened = await pages!.open();
        await opened.page.evaluate(
          async ([backend, fast]) => {
            await tfjsPage.setBackend(backend);
            if (fast) tfjsPage.installFastKernels();
          },
          [backend, fast] as const,
        );
      });
      afterAll(() => opened.page.close());

      it.each(layerNames)("%s trains as on cpu, and comes back from indexeddb", async (name) => {
        const { page, problems } = opened;
        const { losses, before, after } = await page.evaluate((name) => tfjsPage.trainAndSave(name), name);
        expect(losses).toHaveLength(10);
        expect(losses).toBeCloseRelative(await trainingLosses(layersModel(name)), { relative: 1e-3 });
        expect(after).toEqual(before);
        expect(await page.evaluate(() => tfjsPage.getBackend())).toBe(backend);
        expect(problems).toEqual([]);
      });
    });
  },
);
