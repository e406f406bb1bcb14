import { InferenceSession, Tensor } from "onnxruntime-node";
import { encodeModel } from "../encode-model.js";
import type { Feed } from "../interpret.js";
import type { Value } from "../value.js";

/** Runs a graph once in ONNX Runtime. */
export async function runGraph<Name extends string>(
  outputs: Readonly<Record<Name, Value>>,
  feeds: Readonly<Record<string, Feed>>,
): Promise<Record<Name, Float32Array>> {
  const session = await InferenceSession.create(encodeModel(outputs), {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  const tensors = Object.entries(feeds).map(([name, { data, shape }]) => [
    name,
    new Tensor("float32", Float32Array.from(data), shape),
  ]);
  try {
    const results = await session.run(Object.fromEntries(tensors) as Record<string, Tensor>);
    const arrays = Object.keys(outputs).map((name) => [name, results[name]!.data]);
    return Object.fromEntries(arrays) as Record<Name, Float32Array>;
  } finally {
    await session.release();
  }
}
