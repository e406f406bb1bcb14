import { randomNormal } from "@reciprocal/spectral";
import { dispose, tensor } from "@tensorflow/tfjs-core";
import type { layers } from "@tensorflow/tfjs-layers";

/** Gives a built layer numbers of size one, so that no gradient is small by accident. */
export function randomWeights(layer: layers.Layer, seed = 1): void {
  const values = layer.weights.map(({ shape }, index) =>
    tensor(
      Float32Array.from(
        randomNormal(
          shape.reduce<number>((a, b) => a * b!, 1),
          { seed: seed + index },
        ),
      ),
      shape as number[],
    ),
  );
  layer.setWeights(values);
  dispose(values);
}
