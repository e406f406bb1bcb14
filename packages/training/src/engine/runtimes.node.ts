import type * as Ort from "onnxruntime-common";

/** The native runtime; throws where its binding is missing. */
export async function importNodeRuntime(): Promise<typeof Ort> {
  return unwrapped(await import("onnxruntime-node"));
}

/** The WebAssembly runtime, in Node. */
export async function importWebRuntime(): Promise<typeof Ort> {
  const ort = unwrapped(await import("onnxruntime-web"));
  ort.env.wasm.numThreads = 1; // Node gives its threads no way to load
  return ort;
}

/** A CommonJS package imported from ESM may hide its names behind `default`. */
function unwrapped(module: object): typeof Ort {
  return ("InferenceSession" in module ? module : (module as { default: object }).default) as typeof Ort;
}
