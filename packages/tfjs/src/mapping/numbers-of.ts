import type { LayerVariable } from "@tensorflow/tfjs-layers";

/** A copy of the numbers of a weight, as TensorFlow.js holds them; the cpu backend would hand out its own array. */
export async function numbersOf(variable: LayerVariable): Promise<Float32Array> {
  return Float32Array.from(await variable.read().data<"float32">());
}
