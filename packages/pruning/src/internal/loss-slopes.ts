import {
  constant,
  type Feed,
  gradients,
  type Input,
  input,
  interpret,
  matrixProduct,
  scale,
  type Value,
} from "@reciprocal/graph";
import {
  floatInputs,
  inputSize,
  isMapping,
  layerKernel,
  layerShapes,
  type Network,
  outputSize,
} from "@reciprocal/network";
import { lowerActivation, lowerLoss } from "@reciprocal/onnx";
import { type Measurable, targetsOf } from "../samples.js";

/** Values of a batch at one place of the network, and what the loss of each sample makes of them. */
export interface Slopes {
  /** samples × width */
  readonly values: Float64Array;
  /** ∂(loss of the sample)/∂value for each of them. */
  readonly slopes: Float64Array;
}

/**
 * What enters some layers, and the loss of every sample differentiated by it, in float64. Weights of samples count.
 *
 * @param layers - places in `network.layers`; the answer is in their order
 */
export function valueSlopes(
  where: string,
  network: Network,
  { layers, ...measured }: Measurable & { readonly layers: readonly number[] },
): readonly Slopes[] {
  const { entering, total, feeds } = lossGraph(where, network, measured);
  const values = layers.map((layer) => entering[layer]!);
  return differentiate(total, values, feeds);
}

/** ∂(mean loss)/∂w of every mapping, m×n, by its place in the network; for weights that masks hide too. */
export function weightSlopes(
  where: string,
  network: Network,
  measured: Measurable,
): ReadonlyMap<number, Float64Array> {
  const { kernels, total, feeds } = lossGraph(where, network, measured);
  const found = differentiate(total, [...kernels.values()], feeds);
  const mean = (sums: Float64Array): Float64Array => sums.map((sum) => sum / measured.samples.count);
  return new Map([...kernels.keys()].map((layer, i) => [layer, mean(found[i]!.slopes)]));
}

interface LossGraph {
  /** What enters each layer and, at the end, what the last one gives. */
  readonly entering: readonly Value[];
  /** w of each mapping, by its place in the network. */
  readonly kernels: ReadonlyMap<number, Input>;
  /** The sum of the losses of all samples. */
  readonly total: Value;
  readonly feeds: Readonly<Record<string, Feed>>;
}

/** The loss as a graph on the kernels of the reference, masks applied, as inputs. */
function lossGraph(where: string, network: Network, { samples, loss }: Measurable): LossGraph {
  const { count, weights } = samples;
  const width = outputSize(network);
  const x = input("x", ["samples", inputSize(network)]);
  const targets = input("targets", ["samples", width]);
  const feeds: Record<string, Feed> = {
    x: { data: floatInputs(samples.inputs), shape: [count, inputSize(network)] },
    targets: { data: targetsOf(samples, width), shape: [count, width] },
  };
  const kernels = new Map<number, Input>();
  const entering: Value[] = [x];
  const shapes = layerShapes(network);
  network.layers.forEach((layer, index) => {
    const value = entering[index]!;
    if (!isMapping(layer)) {
      return entering.push(lowerActivation(`${where}: layer ${index}`, layer, value, shapes[index]!.input));
    }
    const { inputs, outputs, bias } = layer;
    const kernel = input(`kernel${index}`, [outputs, inputs]);
    feeds[kernel.name] = { data: layerKernel(layer), shape: [outputs, inputs] };
    kernels.set(index, kernel);
    const plus = bias && constant(bias, [outputs]);
    return entering.push(matrixProduct(value, kernel, { transposeB: true, plus }));
  });
  const total = lowerLoss(loss, {
    ...{ logits: entering.at(-2), outputs: entering.at(-1)!, targets },
    weights: weights && constant(weights, [count, 1]),
  });
  return { entering, kernels, total, feeds };
}

/** The numbers of values, and of ∂total/∂value: 0 if the total does not depend on it. */
function differentiate(
  total: Value,
  values: readonly Value[],
  feeds: Readonly<Record<string, Feed>>,
): readonly Slopes[] {
  const slopes = gradients(total, values).map((slope, i) => slope ?? scale(values[i]!, 0));
  const outputs = [...values, ...slopes].map((value, i) => [i, value] as const);
  const results = interpret(Object.fromEntries(outputs), feeds);
  return values.map((_, i) => ({ values: results[i]!.data, slopes: results[i + values.length]!.data }));
}
