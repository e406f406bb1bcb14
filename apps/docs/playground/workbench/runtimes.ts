import type { EngineName } from "../settings.js";
import type { Runtime } from "./runtime.js";
import type { WasmFiles } from "./tensorflow-runtime.js";

/** A function that loads an engine the first time it is asked for; one that failed is tried again. */
export function runtimeLoader(wasmFiles: WasmFiles | undefined): (engine: EngineName) => Promise<Runtime> {
  const runtimes = new Map<EngineName, Promise<Runtime>>();
  return (engine) => {
    const runtime = runtimes.get(engine) ?? loadRuntime(engine, wasmFiles);
    runtimes.set(engine, runtime);
    runtime.catch(() => runtimes.delete(engine));
    return runtime;
  };
}

/** The code of each engine is loaded separately. */
async function loadRuntime(engine: EngineName, wasmFiles: WasmFiles | undefined): Promise<Runtime> {
  if (engine === "tensorflow") return (await import("./tensorflow-runtime.js")).loadTensorFlow(wasmFiles);
  return (await import("./onnx-runtime.js")).loadOnnxRuntime({ webgpu: engine === "webgpu" });
}
