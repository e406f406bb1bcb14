import {
  type DenseLayer,
  type MappingLayer,
  materialize,
  type MatrixSource,
  type ParameterName,
} from "@reciprocal/network";
import { tensor, type Tensor, tidy } from "@tensorflow/tfjs-core";
import { layers, type Sequential } from "@tensorflow/tfjs-layers";
import type { Mapping } from "../layers/mapping.js";
import type { MappingArguments } from "../layers/mapping-arguments.js";
import { qrDense } from "../layers/qr-dense.js";
import { sparseDense } from "../layers/sparse-dense.js";
import { spectralDense } from "../layers/spectral-dense.js";
import { svdDense } from "../layers/svd-dense.js";
import { transposeValues } from "../transpose-values.js";
import { weightNamed } from "../layers/weight-named.js";

/** What the place in the model says of a layer. */
type Place = Pick<MappingArguments, "activation" | "inputShape">;

/** Adds a mapping, with its numbers, to a model. */
export function addMapping(model: Sequential, mapping: MappingLayer, place: Place): void {
  if (mapping.mask) {
    throw new TypeError(
      "toLayersModel: no TensorFlow.js layer keeps a fixed mask; bake or shrink the network first, or use toDense",
    );
  }
  if (mapping.kind === "dense" && isPlain(mapping)) addPlain(model, mapping, place);
  else {
    const layer = layerOf(mapping, place);
    model.add(layer);
    fill(layer, mapping);
  }
}

/** Whether tf.layers.dense, which trains all of its numbers or none, says all there is to say. */
function isPlain({ sparsity = 0, bias, trainable }: DenseLayer): boolean {
  return sparsity === 0 && trainable.bias === (bias ? trainable.kernel : true);
}

function addPlain(model: Sequential, mapping: DenseLayer, place: Place): void {
  const { inputs, outputs, kernel, bias, trainable } = mapping;
  const useBias = bias !== undefined;
  const layer = layers.dense({ ...place, units: outputs, useBias, trainable: trainable.kernel });
  model.add(layer);
  tidy(() => {
    const weights: Tensor[] = [tensor(transposeValues(kernel, outputs, inputs), [inputs, outputs])];
    layer.setWeights(bias ? [...weights, tensor(bias.slice())] : weights);
  });
}

function layerOf(mapping: MappingLayer, place: Place): Mapping {
  const { outputs: units, bias, sparsity = 0, trainable } = mapping;
  const flags = Object.entries(trainable) as [ParameterName, boolean][];
  const train = flags.filter(([, trains]) => trains).map(([name]) => name);
  const args = { ...place, units, useBias: bias !== undefined, sparsity, train };
  switch (mapping.kind) {
    case "dense":
      return sparseDense(args);
    case "spectral": {
      const { lambdaIn, phi } = mapping;
      const isOneSet = !mapping.trainable.lambdaIn && lambdaIn.every((lambda) => Object.is(lambda, 0));
      return spectralDense({ ...args, phi: argumentOf(phi), eigenvalues: isOneSet ? "one" : "two" });
    }
    case "s-svd":
      return svdDense({ ...args, U: argumentOf(mapping.U), V: argumentOf(mapping.V) });
    case "s-qr":
      return qrDense({ ...args, Q: argumentOf(mapping.Q) });
  }
}

function argumentOf(source: MatrixSource) {
  return "recipe" in source ? source.recipe : materialize(source);
}

/** Writes a mapping's arrays, which are all of its groups but phi, over the initial values of its layer. */
function fill(layer: Mapping, mapping: MappingLayer): void {
  const { inputs, outputs } = mapping;
  tidy(() => {
    for (const [name, values] of Object.entries(mapping) as [ParameterName, unknown][]) {
      const weight = weightNamed(layer, name);
      if (!weight || !(values instanceof Float32Array)) continue;
      const numbers = name === "kernel" ? transposeValues(values, outputs, inputs) : values.slice();
      weight.write(tensor(numbers, weight.shape as number[]));
    }
  });
}
