import { join } from "node:path";
import {
  buildPage,
  launchChromium,
  openPage,
  runsBrowserTests,
  servePage,
} from "@reciprocal/browser-testing";
import { describe, expect, it } from "vitest";
import { createNetwork } from "../create-network.js";
import { phiDigests } from "../testing/phi-digests.js";
import { networkToText } from "./text.js";

const entry = join(import.meta.dirname, "../testing/browser-page.ts");

describe.skipIf(!runsBrowserTests())(
  "in a browser (skipped without a Chromium on PATH or in CHROMIUM_PATH)",
  () => {
    it("a file makes the same matrices, bit for bit, and is written again with the same bytes", async () => {
      const network = createNetwork({
        inputShape: 784,
        layers: [
          { kind: "spectral", units: 1000, activation: "relu" },
          { kind: "spectral", units: 10, activation: "softmax" },
        ],
        seed: 1,
      });
      const text = networkToText(network);
      const browser = await launchChromium();
      const built = await buildPage(entry);
      const served = await servePage(built.folder);
      try {
        const { page, problems } = await openPage(browser, served.url);
        await page.waitForFunction(() => "networkPage" in globalThis);
        const found = await page.evaluate((text) => networkPage.readFiles(text), text);
        expect(found).toEqual({ digests: phiDigests(network), rewritten: text, throughSafetensors: text });
        expect(problems).toEqual([]);
      } finally {
        await browser.close();
        await served.close();
        built.remove();
      }
    });
  },
);
