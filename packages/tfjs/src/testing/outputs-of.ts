import { type Tensor, tensor, tidy } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** What a model makes of samples in a row, as numbers. */
export function outputsOf(model: LayersModel, values: Float32Array): Float32Array {
  const shape = model.inputs[0]!.shape.slice(1) as number[];
  const size = shape.reduce((product, length) => product * length, 1);
  return tidy(() => {
    const samples = tensor(values, [values.length / size, ...shape]);
    return Float32Array.from((model.predict(samples) as Tensor).dataSync<"float32">());
  });
}
