import {
  type Activation,
  inputSize,
  layerKernel,
  type Loss,
  type Network,
  type Samples,
} from "@reciprocal/network";
import { nodeLayers } from "../node-layers.js";
import { targetsOf } from "../samples.js";
import { trace } from "./trace.js";

/** Values of a batch and what the loss of each sample makes of them, at one place of the network. */
export interface Slopes {
  /** What enters each layer and, at the end, what the last one gives: samples × width. */
  readonly values: readonly Float64Array[];
  /** ∂(loss of the sample)/∂value for each of them. */
  readonly slopes: readonly Float64Array[];
  readonly samples: number;
}

/**
 * The loss of every sample, differentiated by all that passes between the layers, in plain float64. Cross-entropy
 * −Σ t log y needs a softmax at the end; mean-squared-error is Σ (y − t)² / outputs.
 */
export function lossSlopes(where: string, network: Network, samples: Samples, loss: Loss): Slopes {
  const targets = lossTargets(where, network, samples, loss);
  const values = trace(network, samples.inputs);
  const count = samples.inputs.length / inputSize(network);
  const outputs = values.at(-1)!;
  const width = outputs.length / count;

  const slopes: Float64Array[] = new Array<Float64Array>(values.length);
  slopes[values.length - 1] = outputs.map((y, i) =>
    loss === "cross-entropy" ? -targets[i]! / y : (2 * (y - targets[i]!)) / width,
  );
  for (let index = network.layers.length - 1; index >= 0; index--) {
    const layer = network.layers[index]!;
    const upstream = slopes[index + 1]!;
    if (layer.kind !== "activation") {
      slopes[index] = throughKernel(upstream, layerKernel(layer), layer.inputs, layer.outputs);
    } else if (loss === "cross-entropy" && index === network.layers.length - 1) {
      // both at once: −t / y overflows where y is 0
      slopes[index] = outputs.map((y, i) => y - targets[i]!);
    } else {
      slopes[index] = throughActivation(layer.activation, {
        x: values[index]!,
        y: values[index + 1]!,
        upstream,
        width: upstream.length / count,
      });
    }
  }
  return { values, slopes, samples: count };
}

/**
 * What the network should answer, count × outputs.
 *
 * @throws {ShapeError | RangeError | TypeError} where samples, loss and network do not fit
 */
export function lossTargets(
  where: string,
  network: Network,
  samples: Samples,
  loss: Loss,
): ArrayLike<number> {
  const last = network.layers.at(-1);
  const endsWithSoftmax = last?.kind === "activation" && last.activation === "softmax";
  if (loss === "cross-entropy" && !endsWithSoftmax) {
    throw new TypeError(`${where}: cross-entropy needs a network that ends with a softmax`);
  }
  return targetsOf(where, samples, network, nodeLayers(network).at(-1)?.to.outputs ?? inputSize(network));
}

/** δ w, row by row. */
function throughKernel(delta: Float64Array, kernel: Float64Array, n: number, m: number): Float64Array {
  const result = new Float64Array((delta.length / m) * n);
  for (let at = 0; at < delta.length; at++) {
    const d = delta[at]!;
    if (d === 0) continue;
    const [row, into] = [(at % m) * n, Math.floor(at / m) * n];
    for (let j = 0; j < n; j++) result[into + j]! += d * kernel[row + j]!;
  }
  return result;
}

function throughActivation(
  activation: Activation,
  { x, y, upstream, width }: { x: Float64Array; y: Float64Array; upstream: Float64Array; width: number },
): Float64Array {
  if (activation === "softmax") {
    return upstream.map((g, i) => {
      const start = i - (i % width);
      let mean = 0;
      for (let j = start; j < start + width; j++) mean += y[j]! * upstream[j]!;
      return y[i]! * (g - mean);
    });
  }
  const slope = derivatives[activation];
  return upstream.map((g, i) => g * slope(x[i]!, y[i]!));
}

/** By what goes in and what comes out. */
const derivatives = {
  linear: () => 1,
  relu: (x: number) => (x > 0 ? 1 : 0),
  tanh: (_: number, y: number) => 1 - y * y,
  sigmoid: (_: number, y: number) => y * (1 - y),
  elu: (x: number, y: number) => (x > 0 ? 1 : y + 1),
};

/** ∂(mean loss)/∂w of the mapping at a place of the network, m×n, for weights that masks hide too. */
export function weightSlopes({ values, slopes, samples }: Slopes, layer: number): Float64Array {
  const [x, delta] = [values[layer]!, slopes[layer + 1]!];
  const [n, m] = [x.length / samples, delta.length / samples];
  const result = new Float64Array(m * n);
  for (let at = 0; at < delta.length; at++) {
    const d = delta[at]! / samples;
    if (d === 0) continue;
    const [row, from] = [(at % m) * n, Math.floor(at / m) * n];
    for (let j = 0; j < n; j++) result[row + j]! += d * x[from + j]!;
  }
  return result;
}
