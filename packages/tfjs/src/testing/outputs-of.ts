import { type Tensor, tensor2d, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** What a model makes of samples in a row, as numbers. */
export function outputsOf(model: LayersModel, values: Float32Array): Float32Array {
  const width = model.inputs[0]!.shape[1]!;
  return tidy(() => {
    const samples = tensor2d(values, [values.length / width, width]);
    return Float32Array.from((model.predict(samples) as Tensor).dataSync<"float32">());
  });
}
