import type { TensorData } from "../engine/engine.js";
import { loadEngine } from "../engine/load-engine.js";
import type { Value } from "../graph/value.js";
import { writeGraph } from "../graph/write-graph.js";
import type { Numbers } from "./interpret.js";

/** Runs a graph once in ONNX Runtime. */
export async function runGraph(
  outputs: Readonly<Record<string, Value>>,
  feeds: Readonly<Record<string, Numbers>>,
): Promise<Record<string, Float32Array>> {
  const engine = await loadEngine();
  const session = await engine.createSession(writeGraph(outputs));
  const tensors: Record<string, TensorData> = {};
  for (const [name, { data, shape }] of Object.entries(feeds))
    tensors[name] = { data: Float32Array.from(data), shape };
  try {
    return await session.run(tensors);
  } finally {
    await session.release();
  }
}
