import { InferenceSession, Tensor } from "onnxruntime-node";

/** Runs a model once in ONNX Runtime; its first input is [samples, the rest], its first output is given. */
export async function runModel(
  model: Uint8Array,
  inputs: Float32Array,
  shape: readonly number[],
): Promise<Float32Array> {
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  try {
    const feeds = { [session.inputNames[0]!]: new Tensor("float32", inputs, shape) };
    const results = await session.run(feeds);
    return results[session.outputNames[0]!]!.data as Float32Array;
  } finally {
    await session.release();
  }
}
