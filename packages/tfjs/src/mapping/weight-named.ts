import type { layers, LayerVariable } from "@tensorflow/tfjs-layers";

/** The weight that a layer calls so: `kernel` finds dense_1/kernel. tf.layers.dense keeps its weights to itself. */
export function weightNamed(layer: layers.Layer, name: string): LayerVariable | undefined {
  return layer.weights.find(({ originalName }) => originalName.split("/").at(-1) === name);
}
