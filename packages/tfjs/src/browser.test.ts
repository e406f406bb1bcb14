import "@reciprocal/test-utils";
import { runsBrowserTests } from "@reciprocal/browser-testing";
import "@tensorflow/tfjs-backend-cpu";
import { setBackend } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startBrowserPages, type BrowserPages } from "./testing/browser-pages.js";
import { layerNames, layersModel, trainingLosses } from "./testing/train-layers.js";

describe.skipIf(!runsBrowserTests())(
  "in a browser (skipped: no Chromium on PATH or in CHROMIUM_PATH)",
  () => {
    let pages: BrowserPages;
    beforeAll(async () => {
      await setBackend("cpu");
      pages = await startBrowserPages();
    });
    afterAll(() => pages.close());

    const settings = [
      { backend: "wasm", fast: false },
      { backend: "wasm", fast: true },
      { backend: "webgl", fast: false },
    ];
    for (const { backend, fast } of settings) {
      const where = fast ? `${backend} with installFastKernels` : backend;
      it.each(layerNames)(`%s trains on ${where} as on cpu, and comes back from indexeddb`, async (name) => {
        const { page, problems } = await pages.open();
        const { losses, before, after } = await page.evaluate(
          async ([name, backend, fast]) => {
            await reciprocal.setBackend(backend);
            if (fast) reciprocal.installFastKernels();
            return reciprocal.trainAndSave(name);
          },
          [name, backend, fast] as const,
        );
        expect(losses).toHaveLength(10);
        expect(losses).toBeCloseRelative(await trainingLosses(layersModel(name)), { relative: 1e-3 });
        expect(after).toEqual(before);
        expect(await page.evaluate(() => reciprocal.getBackend())).toBe(backend);
        expect(problems).toEqual([]);
        await page.close();
      });
    }
  },
);
