import type * as Ort from "onnxruntime-common";

/** A package that can run graphs here. */
export interface Runtime {
  readonly name: "onnxruntime-node" | "onnxruntime-web" | "given runtime";
  /** Imports it; throws if it is missing or has nothing for this platform. */
  readonly load: (options: RuntimeOptions) => Promise<typeof Ort>;
}

export interface RuntimeOptions {
  readonly threads: number;
  readonly wasmPaths?: string | undefined;
}
