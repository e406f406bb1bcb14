import type { DenseLayer } from "@reciprocal/network";
import type { LayerVariable } from "@tensorflow/tfjs-layers";
import { transposeValues } from "../transpose-values.js";
import { numbersOf } from "./numbers-of.js";
import { weightNamed } from "./weight-named.js";
import type { TfjsLayer } from "./chain-of.js";

/** A tf.layers.dense as a layer in direct space. */
export async function readDense(layer: TfjsLayer): Promise<DenseLayer> {
  const kernel = weightNamed(layer, "kernel")!;
  const bias = weightNamed(layer, "bias");
  const trains = (variable: LayerVariable) => layer.trainableWeights.includes(variable);
  const [inputs, outputs] = kernel.shape as [number, number];
  return {
    kind: "dense",
    inputs,
    outputs,
    ...(bias && { bias: await numbersOf(bias) }),
    kernel: transposeValues(await numbersOf(kernel), inputs, outputs),
    trainable: { kernel: trains(kernel), bias: bias ? trains(bias) : true },
  };
}
