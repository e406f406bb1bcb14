import type * as Ort from "onnxruntime-common";

/** A package that can run graphs here. */
export interface Runtime {
  readonly name: "onnxruntime-node" | "onnxruntime-web";
  /** Imports it; throws where it is missing or has nothing for this platform. */
  readonly load: (threads: number) => Promise<typeof Ort>;
}
