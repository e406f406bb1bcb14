import type * as Ort from "onnxruntime-common";
import type { Runtime } from "./runtime.js";
import { setUpWasm } from "./set-up-wasm.js";

/** What runs graphs in Node, best first. */
export const runtimes: readonly Runtime[] = [
  { name: "onnxruntime-node", load: async () => unwrapped(await import("onnxruntime-node")) },
  {
    name: "onnxruntime-web",
    load: async (options) => {
      const ort = unwrapped(await import("onnxruntime-web"));
      setUpWasm(ort, options);
      return ort;
    },
  },
];

/** A CommonJS package imported from ESM may hide its names behind `default`. */
function unwrapped(module: object): typeof Ort {
  return ("InferenceSession" in module ? module : (module as { default: object }).default) as typeof Ort;
}
