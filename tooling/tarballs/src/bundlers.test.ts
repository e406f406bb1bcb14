import { copyFileSync, cpSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launchChromium, openPage, runsBrowserTests, servePage } from "@reciprocal/browser-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { copyBrowserFiles } from "../../../scripts/pack-packages.mjs";
import { installConsumer, type Consumer } from "./install-consumer.js";

interface Trained {
  readonly name: string;
  readonly losses: number[];
  readonly outputs: number[];
}

/** What is used of a version of vite. */
interface Vite {
  createServer(
    this: void,
    options: object,
  ): Promise<{
    listen(): Promise<unknown>;
    close(): Promise<void>;
    readonly resolvedUrls: { readonly local: string[] } | null;
  }>;
}

describe.skipIf(!runsBrowserTests())(
  "a page and a worker of it train in Chromium to the numbers of Node (skipped without a Chromium)",
  { timeout: 900_000 }, // a slow machine is no error
  () => {
    const cleanUp: (() => unknown)[] = [];
    let browser: Awaited<ReturnType<typeof launchChromium>>;
    let consumer: Consumer;
    let inNode: Trained;
    beforeAll(async () => {
      consumer = await installConsumer("bundlers", { registry: inject("registry") });
      cleanUp.push(consumer.remove);
      inNode = JSON.parse(await consumer.run("node.js")) as Trained;
      browser = await launchChromium();
      cleanUp.push(() => browser.close());
    }, 900_000);
    afterAll(async () => {
      for (const end of cleanUp.reverse()) await end();
    });

    const apart = (a: number[], b: number[]): number => Math.max(...a.map((x, i) => Math.abs(x - b[i]!)));

    async function expectTraining(url: string): Promise<void> {
      const { page, problems } = await openPage(browser, url);
      await page.waitForFunction(() => document.title.startsWith("{"), undefined, { timeout: 600_000 });
      const { error, inPage, inWorker } = JSON.parse(await page.title()) as Record<string, never>;
      expect(error).toBeUndefined();
      for (const { losses, outputs } of [inPage!, inWorker!] as Trained[]) {
        expect(losses).toHaveLength(200);
        expect(apart(losses, inNode.losses)).toBeLessThan(1e-5);
        expect(apart(outputs, inNode.outputs)).toBeLessThan(1e-5);
        // exclusive or is learned
        expect(apart(outputs, [1, 0, 0, 1, 0, 1, 1, 0])).toBeLessThan(0.1);
      }
      expect(problems).toEqual([]);
      await page.close();
    }

    async function expectTrainingIn(folder: string): Promise<void> {
      const { url, close } = await servePage(join(consumer.folder, folder));
      await expectTraining(url).finally(close);
    }

    it.each(["vite6", "vite7", "vite8"])("on the development server of %s", async (name) => {
      const { resolve } = createRequire(join(consumer.folder, "package.json"));
      const folder = resolve(`${name}/package.json`).replace(/package\.json$/, "dist/node/index.js");
      const { createServer } = (await import(pathToFileURL(folder).href)) as Vite;
      const server = await createServer({
        ...{ root: consumer.folder, cacheDir: `.${name}`, logLevel: "silent" },
        server: { host: "127.0.0.1", port: 5170 + Number(name.at(-1)) },
      });
      await server.listen();
      await expectTraining(server.resolvedUrls!.local[0]!).finally(() => server.close());
    });

    // Vite 6 builds as Vite 7 does, with Rollup; Vite 8 with Rolldown
    it.each(["vite7", "vite8"])("built with %s", async (name) => {
      await consumer.run(`node_modules/${name}/bin/vite.js`, "build", "--outDir", `built-${name}`);
      await expectTrainingIn(`built-${name}`);
    });

    const page = (folder: string): void => {
      const html = readFileSync(join(consumer.folder, "index.html"), "utf8");
      writeFileSync(join(consumer.folder, folder, "index.html"), html);
    };

    it("with webpack 5", async () => {
      const program = `
        const webpack = require("webpack");
        webpack(require("./webpack.config.cjs"), (error, stats) => {
          if (error || stats.hasErrors()) throw error ?? new Error(stats.toString());
        });`;
      await consumer.run("--input-type=commonjs", "-e", program);
      page("webpack");
      await expectTrainingIn("webpack");
    });

    it("with esbuild, and the WebAssembly file beside its scripts", async () => {
      const { build } = createRequire(join(consumer.folder, "package.json"))("esbuild") as {
        build: (options: object) => Promise<unknown>;
      };
      await build({
        ...{ absWorkingDir: consumer.folder, entryPoints: ["page.js", "worker.js"], outdir: "esbuild" },
        ...{ bundle: true, format: "esm", splitting: true },
      });
      const file = "ort-wasm-simd-threaded.wasm";
      copyFileSync(
        join(consumer.folder, "node_modules/onnxruntime-web/dist", file),
        join(consumer.folder, "esbuild", file),
      );
      page("esbuild");
      await expectTrainingIn("esbuild");
    });

    it("with no bundler, from one file of each package", async () => {
      const folder = join(consumer.folder, "without");
      for (const file of ["page.js", "train.js", "train-with.js"])
        cpSync(join(consumer.folder, file), join(folder, file));
      copyBrowserFiles(folder);
      await expectTrainingIn("without");
    });
  },
);
