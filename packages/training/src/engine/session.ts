import type * as Ort from "onnxruntime-common";
import type { Session, TensorData } from "./engine.js";
import { explainedWasmFailure } from "./explained-wasm-failure.js";

export interface SessionOptions {
  readonly threads: number;
  readonly providers?: readonly string[] | undefined;
}

/** Compiles an ONNX model with the given runtime. */
export async function createSession(
  runtime: typeof Ort,
  model: Uint8Array,
  { threads, providers }: SessionOptions,
): Promise<Session> {
  const options: Ort.InferenceSession.SessionOptions = {
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    interOpNumThreads: 1,
    intraOpNumThreads: threads,
    logSeverityLevel: 3, // errors only: libraries are silent
    ...(providers && { executionProviders: providers }),
  };
  let session: Ort.InferenceSession;
  try {
    session = await runtime.InferenceSession.create(model, options);
  } catch (error) {
    throw await explainedWasmFailure(error, runtime);
  }

  const tensors = new WeakMap<object, Record<string, Ort.Tensor>>();
  const tensorsOf = (inputs: Readonly<Record<string, TensorData>>): Record<string, Ort.Tensor> => {
    let feeds = tensors.get(inputs);
    if (!feeds) {
      feeds = {};
      for (const [name, { data, shape }] of Object.entries(inputs)) {
        feeds[name] = new runtime.Tensor("float32", data, shape);
      }
      tensors.set(inputs, feeds);
    }
    return feeds;
  };

  const running = new Set<Promise<unknown>>();
  let released: Promise<void> | undefined;
  return {
    async run(inputs) {
      if (released) throw new Error("run: the session was released");
      // Preallocated outputs would gain nothing: onnxruntime-node copies them once more all the same, and
      // onnxruntime-web leaves arrays that lie outside its own memory unwritten.
      const run = session.run(tensorsOf(inputs));
      running.add(run);
      const results = await run.finally(() => running.delete(run));
      const arrays: Record<string, Float32Array> = {};
      for (const name in results) arrays[name] = results[name]!.data as Float32Array;
      return arrays;
    },
    release: () => (released ??= Promise.allSettled(running).then(() => session.release())),
  };
}
