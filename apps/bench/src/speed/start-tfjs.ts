import { createRequire } from "node:module";
import { dirname } from "node:path";
import { setWasmPaths } from "@tensorflow/tfjs-backend-wasm";
import { getBackend, ready, setBackend } from "@tensorflow/tfjs-core";

/** Makes the WebAssembly backend of TensorFlow.js (one thread in Node, SIMD on) the current one. */
export async function startTfjs(): Promise<void> {
  const manifest = createRequire(import.meta.url).resolve("@tensorflow/tfjs-backend-wasm/package.json");
  setWasmPaths(`${dirname(manifest)}/dist/`);
  if (!(await setBackend("wasm")))
    throw new Error("startTfjs: the wasm backend of TensorFlow.js did not start");
  await ready();
  if (getBackend() !== "wasm") throw new Error(`startTfjs: expected the wasm backend, got ${getBackend()}`);
}
