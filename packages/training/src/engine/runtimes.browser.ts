import type * as Ort from "onnxruntime-common";

export function importNodeRuntime(): Promise<typeof Ort> {
  return Promise.reject(new Error("it is for Node only"));
}

/** The WebAssembly runtime, the plain build: one file, below the size limits of common hosts. */
export async function importWebRuntime(): Promise<typeof Ort> {
  return await import("onnxruntime-web/wasm");
}
