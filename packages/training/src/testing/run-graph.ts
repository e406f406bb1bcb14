import type { TensorData } from "../engine/engine.js";
import { loadEngine } from "../engine/load-engine.js";
import { encodeModel, type Feed, type Value } from "@reciprocal/graph";

/** Runs a graph once in ONNX Runtime. */
export async function runGraph(
  outputs: Readonly<Record<string, Value>>,
  feeds: Readonly<Record<string, Feed>>,
): Promise<Record<string, Float32Array>> {
  const engine = await loadEngine();
  const session = await engine.createSession(encodeModel(outputs));
  const tensors: Record<string, TensorData> = {};
  for (const [name, { data, shape }] of Object.entries(feeds))
    tensors[name] = { data: Float32Array.from(data), shape };
  try {
    return await session.run(tensors);
  } finally {
    await session.release();
  }
}
