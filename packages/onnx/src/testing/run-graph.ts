import { encodeModel, type Feed, type Value } from "@reciprocal/graph";
import * as node from "onnxruntime-node";
import * as web from "onnxruntime-web";

web.env.wasm.numThreads = 1;
const runtimes = { "onnxruntime-node": node, "onnxruntime-web": web } as const;

export interface CompiledGraph<Name extends string> {
  run(feeds: Readonly<Record<string, Feed>>): Promise<Record<Name, Float32Array>>;
  release(): Promise<void>;
}

/** Compiles a graph in ONNX Runtime. */
export async function compileGraph<Name extends string>(
  outputs: Readonly<Record<Name, Value>>,
  runtime: keyof typeof runtimes = "onnxruntime-node",
): Promise<CompiledGraph<Name>> {
  const { InferenceSession, Tensor } = runtimes[runtime] as typeof node;
  const session = await InferenceSession.create(encodeModel(outputs), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  return {
    async run(feeds) {
      const tensors = Object.entries(feeds).map(([name, { data, shape }]) => [
        name,
        new Tensor("float32", Float32Array.from(data), shape),
      ]);
      const results = await session.run(Object.fromEntries(tensors) as Record<string, node.Tensor>);
      const arrays = Object.keys(outputs).map((name) => [name, results[name]!.data]);
      return Object.fromEntries(arrays) as Record<Name, Float32Array>;
    },
    release: () => session.release(),
  };
}

/** Runs a graph once in ONNX Runtime. */
export async function runGraph<Name extends string>(
  outputs: Readonly<Record<Name, Value>>,
  feeds: Readonly<Record<string, Feed>>,
): Promise<Record<Name, Float32Array>> {
  const graph = await compileGraph(outputs);
  try {
    return await graph.run(feeds);
  } finally {
    await graph.release();
  }
}
