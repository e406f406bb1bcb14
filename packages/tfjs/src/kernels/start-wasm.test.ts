import { runsBrowserTests } from "@reciprocal/browser-testing";
import { getBackend } from "@tensorflow/tfjs-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { startBrowserPages, type BrowserPages } from "../testing/browser-pages.js";
import { startWasm } from "./start-wasm.js";

describe("startWasm", () => {
  it("starts the wasm backend in Node, and says what is missing", async () => {
    await expect(startWasm()).rejects.toThrow(
      errorWith(Error, "startWasm: ", "import @tensorflow/tfjs-backend-wasm"),
    );
    await import("@tensorflow/tfjs-backend-wasm");
    const { Blob } = globalThis;
    await Promise.all([startWasm(), startWasm()]);
    expect(getBackend()).toBe("wasm");
    expect(globalThis.Blob).toBe(Blob);
    await expect(startWasm({ thread: false } as never)).rejects.toThrow(
      errorWith(TypeError, "startWasm: ", "thread", "did you mean threads"),
    );
    await expect(startWasm({ threads: 4 } as never)).rejects.toThrow(
      errorWith(TypeError, "startWasm: threads", "got 4"),
    );
    await expect(startWasm(false as never)).rejects.toThrow(
      errorWith(TypeError, "startWasm: options", "got false"),
    );
  });
});

const title =
  "a minified page that is cross-origin isolated (skipped without a Chromium on PATH or in CHROMIUM_PATH)";
describe.skipIf(!runsBrowserTests())(title, () => {
  let pages: BrowserPages | undefined;
  beforeAll(async () => void (pages = await startBrowserPages()));
  afterAll(() => pages?.close());

  // When this fails with a newer TensorFlow.js or vite, the fault is fixed there, and startWasm can go.
  it("waits without end in tf.setBackend", async () => {
    const { page } = await pages!.open({ isolated: true });
    const outcome = await page.evaluate(() =>
      Promise.race([
        tfjsPage.setBackend("wasm"),
        new Promise((resolve) => setTimeout(() => resolve("still waiting"), 3000)),
      ]),
    );
    expect(outcome).toBe("still waiting");
    await page.close();
  });

  it.each([
    [true, 3],
    [false, 1],
  ])("starts with startWasm({ threads: %s })", async (threads, count) => {
    const { page, problems } = await pages!.open({ isolated: true, processors: 8 });
    const state = await page.evaluate(async (threads) => {
      const { Blob } = globalThis;
      tfjsPage.setThreadsCount(3);
      await tfjsPage.startWasm({ threads });
      const { losses } = await tfjsPage.trainAndSave("tf.layers.dense");
      return {
        ...{
          isIsolated: crossOriginIsolated,
          isBlobBack: globalThis.Blob === Blob,
          trains: losses.every(Number.isFinite),
        },
        ...{ backend: tfjsPage.getBackend(), count: tfjsPage.getThreadsCount() },
      };
    }, threads);
    expect(state).toEqual({ isIsolated: true, isBlobBack: true, trains: true, backend: "wasm", count });
    expect(problems).toEqual([]);
    await page.close();
  });

  it("says that the files are missing where they are", async () => {
    const { page } = await pages!.open({ isolated: true });
    await page.route("**/*.wasm", (route) => route.abort());
    await expect(page.evaluate(() => tfjsPage.startWasm())).rejects.toThrow(
      "startWasm: the wasm backend did not start; are its .wasm files where setWasmPaths says?",
    );
    await page.close();
  });
});
