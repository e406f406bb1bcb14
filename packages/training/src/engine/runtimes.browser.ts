import type { Runtime } from "./runtime.js";

/** What runs graphs in a browser: the plain WebAssembly build, one file below the size limits of common hosts. */
export const runtimes: readonly Runtime[] = [
  {
    name: "onnxruntime-web",
    load: async (threads) => {
      const ort = await import("onnxruntime-web/wasm");
      ort.env.wasm.numThreads = threads;
      return ort;
    },
  },
];
