/** A float32 array with its shape, as it goes into a session. */
export interface TensorData {
  /** The numbers, row-major. */
  readonly data: Float32Array;
  /** The sizes, such as [200, 784]. */
  readonly shape: readonly number[];
}

/**
 * A compiled graph.
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { encodeOnnx } from "@reciprocal/onnx";
 * import { loadEngine } from "@reciprocal/training";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 2 }] });
 * const session = await (await loadEngine()).createSession(encodeOnnx(network));
 * const { output } = await session.run({ input: { data: new Float32Array(4), shape: [1, 4] } });
 * console.log(output?.length);
 * // => 2
 * await session.release();
 */
export interface Session {
  /**
   * Runs the graph once and returns its outputs by name, in arrays of their own. The inputs are only read; a
   * session remembers the runtime's tensors for an `inputs` object, so pass the same object again where only the
   * numbers in its arrays have changed.
   *
   * @param inputs - an array for each input of the graph, by name
   */
  run(inputs: Readonly<Record<string, TensorData>>): Promise<Record<string, Float32Array>>;
  /**
   * Waits for runs that were begun, then frees the native memory; the session refuses further ones. Does nothing a second
   * time.
   */
  release(): Promise<void>;
}

/**
 * What runs the graphs.
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { encodeOnnx } from "@reciprocal/onnx";
 * import { loadEngine } from "@reciprocal/training";
 *
 * const engine = await loadEngine();
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 2 }] });
 * const session = await engine.createSession(encodeOnnx(network));
 * await session.release();
 * console.log(engine.name);
 * // => onnxruntime-node
 */
export interface Engine {
  /** `onnxruntime-node` or `onnxruntime-web`; `given runtime` for one that was passed in */
  readonly name: string;
  /** Version of that package. */
  readonly version: string;
  /** Why this engine runs instead of the preferred one; absent when it is the preferred one. */
  readonly warning?: string;
  /**
   * Compiles an ONNX model.
   *
   * @param model - the bytes of the model, as `encodeOnnx` writes them; not modified
   */
  createSession(model: Uint8Array): Promise<Session>;
}

/** The module of an ONNX Runtime package. */
export interface OnnxRuntime {
  /** The class that compiles and runs models. */
  readonly InferenceSession: object;
  /** The class of its arrays. */
  readonly Tensor: object;
  /** Its settings. */
  readonly env: object;
}

/** Options of `loadEngine`. */
export interface EngineOptions {
  /**
   * `auto` takes onnxruntime-node and falls back to onnxruntime-web if the native binding does not load; the
   * engine then carries a warning. In a browser it is onnxruntime-web. Default `auto`.
   */
  readonly prefer?: "auto" | "onnxruntime-node" | "onnxruntime-web";
  /**
   * Threads within an operator. Default 1: several runs side by side use a machine better than one run with threads.
   * onnxruntime-web takes more only on cross-origin isolated pages, and always 1 in Node; it starts once, with what the
   * last loadEngine before the first graph asked for.
   */
  readonly threads?: number;
  /**
   * Where a page finds the files of onnxruntime-web: the address of `ort-wasm-simd-threaded.wasm`, or of a folder (with a
   * slash at its end) that holds it beside `ort-wasm-simd-threaded.mjs`. Set it before the first graph runs. Default: the
   * file that the bundler found, beside the code. onnxruntime-node needs none.
   */
  readonly wasmPaths?: string | URL;
  /**
   * A build of ONNX Runtime that you imported, to be used instead of the installed packages: for WebGPU
   * `await import("onnxruntime-web/webgpu")`, whose file is twice as large, with `providers: ["webgpu"]`.
   */
  readonly runtime?: OnnxRuntime;
  /** What runs the operators, best first, in the words of ONNX Runtime. Default: the processor. */
  readonly providers?: readonly string[];
  /** Told why another engine than the preferred one runs; `engine.warning` keeps it. Default: no listener. */
  readonly onWarning?: (message: string) => void;
}
