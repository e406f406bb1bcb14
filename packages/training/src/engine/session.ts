import type * as Ort from "onnxruntime-common";
import type { Session, TensorData } from "./engine.js";

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
  const session = await runtime.InferenceSession.create(model, {
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    interOpNumThreads: 1,
    intraOpNumThreads: threads,
    logSeverityLevel: 3, // errors only: libraries are silent
    ...(providers && { executionProviders: providers }),
  });

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

  return {
    async run(inputs) {
      // Preallocated outputs would gain nothing: onnxruntime-node copies them once more all the same, and
      // onnxruntime-web leaves arrays that lie outside its own memory unwritten.
      const results = await session.run(tensorsOf(inputs));
      const arrays: Record<string, Float32Array> = {};
      for (const name in results) arrays[name] = results[name]!.data as Float32Array;
      return arrays;
    },
    release: () => session.release(),
  };
}
