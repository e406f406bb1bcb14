import { InferenceSession, Tensor } from "onnxruntime-node";

/** Runs a model once in ONNX Runtime; its first input is [samples, the rest], and an output is given, by default the first. */
export async function runModel(
  model: Uint8Array,
  inputs: Float32Array,
  shape: readonly number[],
  output?: string,
): Promise<Float32Array> {
  const session = await InferenceSession.create(model, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  try {
    const feeds = { [session.inputNames[0]!]: new Tensor("float32", inputs, shape) };
    const name = output ?? session.outputNames[0]!;
    const results = await session.run(feeds, [name]);
    return results[name]!.data as Float32Array;
  } finally {
    await session.release();
  }
}
