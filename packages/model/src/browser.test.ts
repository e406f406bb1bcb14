import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  buildPage,
  launchChromium,
  openPage,
  runsBrowserTests,
  servePage,
} from "@reciprocal/browser-testing";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { encodeModel } from "./files/model-file.js";
import { openModel } from "./open-model.js";
import { imageModel, tableModel } from "./testing/models.js";
import type {} from "./testing/browser-page.js";

const entry = join(import.meta.dirname, "testing", "browser-page.ts");

describe.skipIf(!runsBrowserTests())(
  "in a browser (skipped without a Chromium on PATH or in CHROMIUM_PATH)",
  () => {
    it("a page that only predicts bundles no runtime, and answers as Node does", async () => {
      const row = { age: 41, town: "Rome", ["__proto__"]: 1 };
      const pixels = Uint8Array.from([0, 255, 0, 255, 0, 0, 0, 0, 255, 10, 200, 30, 255, 255, 255, 7, 7, 7]);
      const png = await sharp(pixels, { raw: { width: 3, height: 2, channels: 3 } })
        .png()
        .toBuffer();
      const needed = {
        row: await (
          await openModel(tableModel)
        ).predict(`age,town,__proto__\n${Object.values(row).join(",")}`),
        image: await (await openModel(imageModel)).predict(png),
      };
      const built = await buildPage(entry);
      const files = readdirSync(built.folder, { recursive: true }).map(String);
      expect(files.filter((file) => !/^(index\.html|page\.js)$/.test(file))).toEqual([]);
      const code = readFileSync(join(built.folder, "page.js"), "utf8");
      expect(code.includes("InferenceSession")).toBe(false);
      expect(code.length).toBeLessThan(130_000);

      const served = await servePage(built.folder);
      const browser = await launchChromium();
      try {
        const { page, problems } = await openPage(browser, served.url);
        await page.waitForFunction(() => "modelPage" in globalThis);
        const found = await page.evaluate(
          async ({ rows, image, text, png }) => {
            const { openModel } = modelPage;
            const table = await openModel(Uint8Array.from(rows));
            const pictures = await openModel(Uint8Array.from(image));
            return {
              row: JSON.stringify(await table.predict(text)), // with the class `__proto__`
              image: await pictures.predict(Uint8Array.from(png)),
              wrong: await pictures.predict(Uint8Array.of(1)).catch(String),
            };
          },
          {
            ...{ rows: [...encodeModel(tableModel)], image: [...encodeModel(imageModel)], png: [...png] },
            text: `age,town,__proto__\n${Object.values(row).join(",")}`,
          },
        );
        expect(found.row).toBe(JSON.stringify(needed.row));
        // one level of gray may be rounded otherwise
        for (const [name, probability] of Object.entries(needed.image.probabilities ?? {})) {
          expect(found.image.probabilities?.[name]).toBeCloseTo(probability, 2);
        }
        expect(found.wrong).toMatch(/^ModelInputError: predict: the image cannot be read: /);
        expect(problems).toEqual([]);
      } finally {
        await browser.close();
        await served.close();
        built.remove();
      }
    });
  },
);
