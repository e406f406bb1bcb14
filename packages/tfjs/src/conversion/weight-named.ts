import type { LayerVariable } from "@tensorflow/tfjs-layers";
import type { TfjsLayer } from "./chain-of.js";

/** The weight that a layer calls so: `kernel` finds dense_1/kernel. tf.layers.dense keeps its weights to itself. */
export function weightNamed(layer: TfjsLayer, name: string): LayerVariable | undefined {
  return layer.weights.find(({ originalName }) => originalName.split("/").at(-1) === name);
}
