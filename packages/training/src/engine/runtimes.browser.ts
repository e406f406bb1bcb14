import type { Runtime } from "./runtime.js";
import { setUpWasm } from "./set-up-wasm.js";

/** What runs graphs in a browser: the plain WebAssembly build, one file below the size limits of common hosts. */
export const runtimes: readonly Runtime[] = [
  {
    name: "onnxruntime-web",
    load: async (options) => {
      const ort = await import("onnxruntime-web/wasm");
      setUpWasm(ort, options);
      return ort;
    },
  },
];
