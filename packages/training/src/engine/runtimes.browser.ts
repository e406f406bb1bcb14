import type { Runtime } from "./runtime.js";
import { setUpWasm } from "./set-up-wasm.js";

/** What runs graphs in a browser: the plain WebAssembly build, one file below the size limits of common hosts. */
export const runtimes: readonly Runtime[] = [
  {
    name: "onnxruntime-web",
    load: async ({ threads, wasmPaths }) => {
      const ort = await import("onnxruntime-web/wasm");
      setUpWasm(ort, {
        threads,
        wasmPaths: wasmPaths ?? (ort.env.wasm.wasmPaths ? undefined : bundledWasm()),
      });
      return ort;
    },
  },
];

/**
 * The address that a bundler gave to the WebAssembly file; undefined where none did: onnxruntime-web then looks beside its
 * own code. That is right without a bundler and with most of them, but not where the dependencies of a page are bundled
 * before the rest, as the development server of Vite 6 and 7 does.
 */
function bundledWasm(): string | undefined {
  // bundlers know this form, with both arguments written out
  const found = new URL("onnxruntime-web/ort-wasm-simd-threaded.wasm", import.meta.url).href;
  // in the package the file is in dist/: an address that ends so was made by joining the two, and leads nowhere
  return found.endsWith("/onnxruntime-web/ort-wasm-simd-threaded.wasm") ? undefined : found;
}
