import { randomUniform } from "@reciprocal/spectral";
import { tensor, type Tensor } from "@tensorflow/tfjs-core";

/** A float32 tensor of numbers from U(−1, 1), the same for a seed on every backend. */
export function uniform(shape: number[], seed: number): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    size === 0 ? new Float32Array(0) : Float32Array.from(randomUniform(size, { seed, low: -1, high: 1 })),
    shape,
  );
}
