import type * as Ort from "onnxruntime-common";
import type { RuntimeOptions } from "./runtime.js";

/** Tells onnxruntime-web how many threads it may start and where its files are. */
export function setUpWasm({ env }: typeof Ort, { threads, wasmPaths }: RuntimeOptions): void {
  // elsewhere a page would get a warning on its console, and Node an error: threads have no way to load there
  env.wasm.numThreads = globalThis.crossOriginIsolated ? threads : 1;
  // a single file goes with the script that is bundled into the package
  if (wasmPaths !== undefined) env.wasm.wasmPaths = wasmPaths.endsWith("/") ? wasmPaths : { wasm: wasmPaths };
}
