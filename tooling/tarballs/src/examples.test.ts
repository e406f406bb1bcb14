import { copyFileSync, cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { launchChromium, openPage, runsBrowserTests, servePage } from "@reciprocal/browser-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { copyBrowserFiles } from "../../../scripts/pack-packages.mjs";
import { installConsumer } from "./install-consumer.js";

type OpenedPage = Awaited<ReturnType<typeof openPage>>["page"];

const root = join(import.meta.dirname, "../../..");
const examples = join(root, "examples");

describe.skipIf(!runsBrowserTests())(
  "the examples, in Chromium (skipped without one),",
  { timeout: 900_000 }, // a slow machine is no error
  () => {
    const cleanUp: (() => unknown)[] = [];
    let browser: Awaited<ReturnType<typeof launchChromium>>;
    beforeAll(async () => {
      browser = await launchChromium();
      cleanUp.push(() => browser.close());
    });
    afterAll(async () => {
      for (const end of cleanUp.reverse()) await end();
    });

    /** An example in a folder of its own, with the files that its README copies, open under a strict policy. */
    async function openFolder(name: string, policy: string) {
      const folder = mkdtempSync(join(tmpdir(), `reciprocal-${name}-`));
      cleanUp.push(() => rmSync(folder, { recursive: true }));
      cpSync(join(examples, name), folder, { recursive: true });
      copyBrowserFiles(folder);
      copyFileSync(join(root, "apps/docs/pages/public/digits.rcp"), join(folder, "digits.rcp"));
      const served = await servePage(folder, { contentSecurityPolicy: policy });
      cleanUp.push(served.close);
      return openPage(browser, served.url);
    }

    /** Renews the picture that the site shows, if asked to: pictures differ between machines. */
    async function picture(page: OpenedPage, name: string): Promise<void> {
      if (process.env["RECIPROCAL_PICTURES"] === undefined) return;
      await page.setViewportSize({ width: 360, height: name === "train-in-a-worker" ? 200 : 480 });
      await page.screenshot({
        fullPage: true,
        path: join(root, "apps/docs/pages/public/examples", `${name}.png`),
      });
    }

    /** Draws one stroke on the canvas of a page, through points in parts of its size. */
    async function draw(page: OpenedPage, points: readonly (readonly [number, number])[]): Promise<void> {
      const box = (await page.locator("canvas").boundingBox())!;
      const to = ([x, y]: readonly [number, number]) =>
        [box.x + x * box.width, box.y + y * box.height] as const;
      await page.mouse.move(...to(points[0]!));
      await page.mouse.down();
      for (const point of points.slice(1)) await page.mouse.move(...to(point), { steps: 8 });
      await page.mouse.up();
    }

    it("draw-a-digit reads digits under a policy without WebAssembly", async () => {
      const policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:";
      const { page, problems } = await openFolder("draw-a-digit", policy);
      await page.getByText("Draw with a finger").waitFor();
      const answer = page.locator("output");
      await draw(page, [
        [0.5, 0.1],
        [0.5, 0.9],
      ]);
      expect(await answer.textContent()).toMatch(/^1, /);
      await page.getByText("Clear").click();
      await draw(page, [
        [0.25, 0.15],
        [0.75, 0.15],
        [0.45, 0.9],
      ]);
      expect(await answer.textContent()).toMatch(/^7, /);
      await picture(page, "draw-a-digit");
      expect(problems).toEqual([]);
    });

    it("personal-gestures trains without a bundler and recognizes what was drawn", async () => {
      const policy =
        "default-src 'none'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; style-src 'self'; connect-src 'self'; img-src data:";
      const { page, problems } = await openFolder("personal-gestures", policy);
      const gestures = {
        A: [[0.2, 0.8], [0.5, 0.2], [0.8, 0.8]], // prettier-ignore
        B: [[0.2, 0.2], [0.8, 0.2], [0.2, 0.8], [0.8, 0.8]], // prettier-ignore
        C: [[0.8, 0.2], [0.2, 0.5], [0.8, 0.8]], // prettier-ignore
      } satisfies Record<string, [number, number][]>;
      const shifted = (points: readonly [number, number][], by: number) =>
        points.map(([x, y], i) => [x + by * (i % 2), y - by] as const);
      for (const [name, points] of Object.entries(gestures)) {
        await page.getByLabel(name, { exact: true }).check();
        for (let time = 0; time < 3; time++) await draw(page, shifted(points, 0.03 * time));
      }
      const said = page.locator("output");
      expect(await said.textContent()).toBe("A: 3, B: 3, C: 3");
      await page.getByText("Train", { exact: true }).click();
      await page.getByText("Draw one of them.").waitFor({ timeout: 600_000 });
      for (const [name, points] of Object.entries(gestures)) {
        await draw(page, shifted(points, 0.1));
        expect(await said.textContent()).toMatch(new RegExp(`^${name}, `));
      }
      await picture(page, "personal-gestures");
      expect(problems).toEqual([]);
    });

    /** An example in a folder of its own, with what its package.json names, built with Vite and open. */
    async function openBuilt(name: string) {
      const consumer = await installConsumer(`../../../examples/${name}`, { registry: inject("registry") });
      cleanUp.push(consumer.remove);
      await consumer.run("node_modules/vite/bin/vite.js", "build");
      const served = await servePage(join(consumer.folder, "dist"));
      cleanUp.push(served.close);
      return { consumer, ...(await openPage(browser, served.url)) };
    }

    it("train-in-a-worker builds with Vite and trains", async () => {
      const { page, problems } = await openBuilt("train-in-a-worker");
      await page.getByText("Train", { exact: true }).click();
      const done = page.getByText("of new digits are read right");
      await done.waitFor({ timeout: 600_000 });
      const [, percent] = /Trained: (\d+) %.* 10 outputs/.exec((await done.textContent())!)!;
      expect(Number(percent)).toBeGreaterThan(60); // 10 is chance
      await picture(page, "train-in-a-worker");
      expect(problems).toEqual([]);
    });

    it("table-in-the-browser learns a file, answers, and gives a model that Node reads", async () => {
      const { consumer, page, problems } = await openBuilt("table-in-the-browser");
      // fruit by weight and color: green may be both
      const rows = Array.from({ length: 200 }, (_, i) => {
        const isLemon = i % 2 === 0;
        const color = ["yellow", "red", "green"][(i >> 1) % 2 === 0 ? Number(!isLemon) : 2];
        return `${(isLemon ? 90 : 170) + ((i * 37) % 50)},${color},${isLemon ? "lemon" : "apple"}`;
      });
      const text = ["weight,color,fruit", ...rows].join("\n");
      const file = { name: "fruit.csv", mimeType: "text/csv", buffer: Buffer.from(text) };
      await page.locator("#file").setInputFiles(file);
      await page.getByText("fruit.csv: 200 rows.").waitFor();
      expect(await page.locator("#label").inputValue()).toBe("fruit");
      await page.getByText("Train", { exact: true }).click();
      const measured = page.getByText("rows that it has not seen");
      await measured.waitFor({ timeout: 600_000 });
      const [, percent] = /: (\d+) % right/.exec((await measured.textContent())!)!;
      expect(Number(percent)).toBeGreaterThan(90);
      const answer = page.locator("#answer");
      for (const [weight, fruit] of [
        ["100", "lemon"],
        ["210", "apple"],
      ] as const) {
        await page.locator("form").getByLabel("weight").fill(weight);
        await page.locator("form").getByLabel("color").selectOption("green");
        await page.getByText(`fruit: ${fruit}`).waitFor();
      }
      const [download] = await Promise.all([
        page.waitForEvent("download"),
        page.getByText("Download the model").click(),
      ]);
      expect(download.suggestedFilename()).toBe("model.rcp");
      const program = `
        import { readFileSync } from "node:fs";
        import { openModel } from "@reciprocal/model";
        const { predict } = await openModel(readFileSync(process.argv[1]));
        console.log((await predict({ weight: 210, color: "green" })).label);`;
      const label = await consumer.run("--input-type=module", "-e", program, await download.path());
      expect(await answer.textContent()).toMatch(new RegExp(`^fruit: ${label.trim()}, `));
      await picture(page, "table-in-the-browser");
      expect(problems).toEqual([]);
    });
  },
);
