import type * as Ort from "onnxruntime-common";
import { afterEach, describe, expect, it, vi } from "vitest";
import { explainedWasmFailure } from "./explained-wasm-failure.js";

const runtime = (wasmPaths?: string) => ({ env: { wasm: { wasmPaths } } }) as unknown as typeof Ort;
const failure = (reason: string) => new Error(`no available backend found. ERR: [wasm] ${reason}`);

// in Chromium: browser.test.ts
describe("explainedWasmFailure, as in other browsers", () => {
  afterEach(() => vi.unstubAllGlobals());

  it.each([
    ["Firefox", "CompileError: call to WebAssembly.instantiate() blocked by CSP"],
    ["Safari", "CompileError: Refused to create a WebAssembly object because 'unsafe-eval' is not allowed"],
  ])("knows a policy that forbids WebAssembly in the words of %s", async (_, reason) => {
    vi.stubGlobal("location", { href: "https://example.org/page" });
    const explained = (await explainedWasmFailure(failure(reason), runtime())) as Error;
    expect(explained.message).toMatch(/^onnxruntime-web did not start: the Content-Security-Policy /);
    expect(explained.cause).toMatchObject({ message: expect.stringContaining(reason) as string });
  });

  it("leaves the error of a worker made of a blob as it is, to which a path leads nowhere", async () => {
    vi.stubGlobal("location", { href: "blob:https://example.org/0b1c" });
    const error = failure("TypeError: Failed to fetch");
    expect(await explainedWasmFailure(error, runtime("files/"))).toBe(error);
  });
});
