import "@reciprocal/test-utils";
import { copyFileSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, join } from "node:path";
import {
  buildPage,
  launchChromium,
  openPage,
  runsBrowserTests,
  servePage,
  type OpenPage,
  type ServePageOptions,
} from "@reciprocal/browser-testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { networkNames, trainNumbers } from "./testing/train-kinds.js";

const entry = join(import.meta.dirname, "testing/browser-page.ts");
const wasmFile = "ort-wasm-simd-threaded.wasm";

describe.skipIf(!runsBrowserTests())(
  "in a browser (skipped without a Chromium on PATH or in CHROMIUM_PATH)",
  () => {
    const cleanUp: (() => unknown)[] = [];
    let open: (options?: ServePageOptions) => Promise<OpenPage & { requested: string[] }>;
    beforeAll(async () => {
      const browser = await launchChromium();
      cleanUp.push(() => browser.close());
      const built = await buildPage(entry);
      cleanUp.push(built.remove);
      const elsewhere = join(built.folder, "elsewhere");
      mkdirSync(elsewhere);
      const resolve = createRequire(import.meta.url).resolve;
      for (const file of [wasmFile, wasmFile.replace(".wasm", ".mjs")]) {
        copyFileSync(resolve(`onnxruntime-web/${file}`), join(elsewhere, file));
      }
      const served = new Map<string, string>();
      open = async (options = {}) => {
        const key = JSON.stringify(options);
        if (!served.has(key)) {
          const { url, close } = await servePage(built.folder, options);
          cleanUp.push(close);
          served.set(key, url);
        }
        const requested: string[] = [];
        const opened = await openPage(browser, served.get(key)!);
        opened.page.on("request", (request) => requested.push(new URL(request.url()).pathname));
        await opened.page.waitForFunction(() => "trainingPage" in globalThis);
        return { ...opened, requested };
      };
    });
    afterAll(async () => {
      for (const close of cleanUp) await close();
    });

    describe("on one thread", () => {
      let opened: Awaited<ReturnType<typeof open>>;
      beforeAll(async () => {
        opened = await open();
      });
      afterAll(() => opened.page.close());

      it("loads nothing of the runtime before a graph runs, then the plain file alone", async () => {
        expect(opened.requested).toEqual([]);
        await opened.page.evaluate(() => trainingPage.trainNumbers("dense"));
        const names = opened.requested.map((path) => basename(path).replace(/-[^-]*(\.\w+)$/, "$1"));
        // the bundler may put helpers of its own beside them
        expect(names.filter((name) => name.startsWith("ort"))).toEqual(["ort.wasm.bundle.min.js", wasmFile]);
      });

      it.each(networkNames)("%s: trains, evaluates and predicts as in Node", async (name) => {
        const { page, problems } = opened;
        const expected = await trainNumbers(name);
        const { numbers, engine, sessions } = await page.evaluate(
          (name) => trainingPage.trainWatched(name),
          name,
        );
        expect(engine).toBe("onnxruntime-web");
        expect(numbers.losses).toBeCloseRelative(expected.losses, { relative: 1e-5 });
        expect(numbers.validationLosses).toBeCloseRelative(expected.validationLosses, { relative: 1e-5 });
        expect(numbers.parameters).toBeCloseRelative(expected.parameters, { relative: 1e-4, absolute: 1e-6 });
        expect(numbers.loss).toBeCloseRelative(expected.loss, { relative: 1e-5 });
        expect(numbers.accuracy).toBe(expected.accuracy);
        expect(numbers.outputs).toBeCloseRelative(expected.outputs, { relative: 1e-5 });
        expect(sessions.made).toBeGreaterThan(3);
        expect(sessions.open).toBe(2); // those that evaluate and predict keep
        expect(problems).toEqual([]);
      });
    });

    it.each([
      ["a file", `./elsewhere/${wasmFile}`, [wasmFile]],
      ["a folder", "./elsewhere/", [wasmFile, wasmFile.replace(".wasm", ".mjs")]],
    ])("takes %s from where wasmPaths says", async (_, path, files) => {
      const { page, problems, requested } = await open();
      const options = { wasmPaths: new URL(path, page.url()).href };
      const { numbers } = await page.evaluate(
        (options) => trainingPage.trainWatched("spectral", options),
        options,
      );
      expect(numbers.loss).toBeCloseRelative((await trainNumbers("spectral")).loss, { relative: 1e-5 });
      const found = requested.filter((path) => /ort-wasm/.test(path)).sort();
      expect(found).toEqual(files.map((file) => `/elsewhere/${file}`).sort());
      expect(problems).toEqual([]);
      await page.close();
    });

    it.each([
      { isolated: true, threads: 2, workers: 1 },
      { isolated: true, threads: undefined, workers: 0 },
      { isolated: false, threads: 2, workers: 0 },
    ])("asked for $threads threads, isolated: $isolated, starts $workers more", async (setting) => {
      const { page } = await open({ isolated: setting.isolated });
      const said: string[] = [];
      page.on("console", (message) => said.push(message.text()));
      const options = setting.threads === undefined ? {} : { threads: setting.threads };
      const { numbers } = await page.evaluate(
        (options) => trainingPage.trainWatched("s-qr", options),
        options,
      );
      expect(page.workers()).toHaveLength(setting.workers);
      expect(numbers.loss).toBeCloseRelative((await trainNumbers("s-qr")).loss, { relative: 1e-5 });
      expect(said).toEqual([]);
      await page.close();
    });

    it("trains under a policy that allows nothing but its own files and WebAssembly", async () => {
      const contentSecurityPolicy =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src data:";
      const { page, problems } = await open({ contentSecurityPolicy });
      const { numbers } = await page.evaluate(() => trainingPage.trainWatched("spectral"));
      expect(numbers.loss).toBeCloseRelative((await trainNumbers("spectral")).loss, { relative: 1e-5 });
      expect(problems).toEqual([]);
      await page.close();
    });

    it.each([
      [
        "a policy that forbids WebAssembly",
        { contentSecurityPolicy: "script-src 'self'" },
        {},
        /^onnxruntime-web did not start: the Content-Security-Policy .* script-src 'self' 'wasm-unsafe-eval'$/,
      ],
      [
        "a page in place of the file",
        { answersWithPage: true },
        { wasmPaths: "/missing/ort-wasm-simd-threaded-Dc12.wasm" },
        /^onnxruntime-web did not start: http:.*\/missing\/ort\S+-Dc12.wasm must be its WebAssembly file, got a web page \(text\/html.*\), .* Copy node_modules\/onnxruntime-web\/dist\/ort-wasm-simd-threaded.wasm to .* loadEngine\(\{ wasmPaths \}\)$/,
      ],
      [
        "another file",
        {},
        { wasmPaths: "/page.js" },
        /page.js must be its WebAssembly file, got something else \(text\/javascript.*\)/,
      ],
      ["no file", {}, { wasmPaths: "/missing/" }, /status 404/],
    ])("says what to do about %s", async (_, served, engine, message) => {
      const { page } = await open(served);
      const said = await page.evaluate(
        (engine) => trainingPage.trainWatched("spectral", engine).catch(({ message }: Error) => message),
        engine,
      );
      expect(said).toMatch(message);
      await page.close();
    });

    it("trains on WebGPU as on the processor, with the runtime passed in", async (context) => {
      const { page, problems, requested } = await open();
      const found = await page.evaluate(() => trainingPage.trainOnWebGpu("spectral"));
      if (!found) return context.skip("this Chromium has no WebGPU");
      const { numbers, submitted } = found;
      const expected = await trainNumbers("spectral");
      expect(submitted).toBeGreaterThan(0);
      expect(numbers.parameters).toBeCloseRelative(expected.parameters, { relative: 1e-4, absolute: 1e-6 });
      expect(numbers.outputs).toBeCloseRelative(expected.outputs, { relative: 1e-5 });
      expect(requested.filter((path) => path.endsWith(".wasm")).join()).toMatch(/asyncify/);
      expect(problems).toEqual([]);
      await page.close();
    });
  },
);
