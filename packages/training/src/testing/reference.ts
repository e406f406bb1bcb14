import {
  type Activation,
  forward,
  inputSize,
  isMapping,
  layerKernel,
  type LabeledSamples,
  type Loss,
  type Network,
  parameters,
  type Samples,
  withParameters,
} from "@reciprocal/network";
import type { FormName } from "@reciprocal/onnx";
import { Random } from "@reciprocal/spectral";
import { expect } from "vitest";
import type { TrainerOptions } from "../trainer/options.js";
import { createTrainer } from "../trainer/trainer.js";

/** Samples of the tests. */
export const count = 7;

/** Samples at which no node is so near the corner of an activation that a difference would reach over it. */
export function samplesFor(
  network: Network,
  classes: number,
): LabeledSamples & { readonly inputs: Float32Array; readonly labels: Int32Array } {
  const random = new Random(5);
  const inputs: number[] = [];
  while (inputs.length < count * inputSize(network)) {
    const sample = Float32Array.from({ length: inputSize(network) }, () => random.uniform(-1, 1));
    if (!isNearCorner(network, sample)) inputs.push(...sample);
  }
  return {
    inputs: Float32Array.from(inputs),
    labels: Int32Array.from({ length: count }, () => random.integer(classes)),
  };
}

/** Where the slope of an activation, or the slope of its slope, jumps. */
const corners: { readonly [A in Activation]?: readonly number[] } = {
  relu: [0],
  "leaky-relu": [0],
  elu: [0],
  "hard-swish": [-3, 3],
};

function isNearCorner(network: Network, sample: Float32Array): boolean {
  return network.layers.some((layer, upTo) => {
    const places = layer.kind === "activation" ? corners[layer.activation] : undefined;
    return (
      places !== undefined &&
      forward(network, sample, { upTo }).some((x) => places.some((corner) => Math.abs(x - corner) < 0.02))
    );
  });
}

/** Which weights of each layer its mask leaves. */
export const masksOf = ({ layers }: Network): boolean[][] =>
  layers.map((layer) => (isMapping(layer) ? Array.from(layerKernel(layer), (w) => w !== 0) : []));

/** The forward pass in float64 with given masks in place of the network's own. */
function forwardWithMasks(network: Network, inputs: Float32Array, masks: readonly boolean[][]): Float64Array {
  let values = Float64Array.from(inputs);
  let width = inputSize(network);
  network.layers.forEach((layer, l) => {
    if (layer.kind === "activation") {
      values = Float64Array.from(forward({ inputShape: [width], layers: [layer] }, values));
      return;
    }
    const { inputs: n, outputs: m, bias } = layer;
    const kernel = layerKernel({ ...layer, sparsity: 0 }).map((w, i) => (masks[l]![i] ? w : 0));
    values = Float64Array.from({ length: (values.length / n) * m }, (_, at) => {
      const [sample, i] = [Math.floor(at / m), at % m];
      let sum = bias?.[i] ?? 0;
      for (let j = 0; j < n; j++) sum += kernel[i * n + j]! * values[sample * n + j]!;
      return sum;
    });
    width = m;
  });
  return values;
}

/** What an output adds to the loss of its sample, as plainly as can be. */
const lossesOfOutput: Readonly<Record<Loss, (y: number, t: number, width: number) => number>> = {
  "cross-entropy": (y, t) => -t * Math.log(y),
  "binary-cross-entropy": (y, t, width) => -(t * Math.log(y) + (1 - t) * Math.log(1 - y)) / width,
  "mean-squared-error": (y, t, width) => (y - t) ** 2 / width,
  huber: (y, t, width) => (Math.abs(y - t) <= 1 ? (y - t) ** 2 / 2 : Math.abs(y - t) - 0.5) / width,
};

/** Samples whose inputs are floats. */
export type FloatSamples = Samples & { readonly inputs: Float32Array };

/** The loss in float64, from the reference forward pass, or with given masks in place of the network's own. */
export function referenceLoss(
  network: Network,
  { inputs, labels, targets, weights }: FloatSamples,
  loss: Loss,
  masks?: readonly boolean[][],
): number {
  const outputs = masks ? forwardWithMasks(network, inputs, masks) : forward(network, inputs);
  const count = inputs.length / inputSize(network);
  const width = outputs.length / count;
  const targetOf = (i: number, j: number): number => {
    if (targets) return targets[i * width + j]!;
    const label = labels[i]!;
    return width === 1 ? label : Number(label === j);
  };
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < width; j++) {
      sum += (weights?.[i] ?? 1) * lossesOfOutput[loss](outputs[i * width + j]!, targetOf(i, j), width);
    }
  }
  return sum / count;
}

/** A step so long that rounding of the values themselves, to float32, is small against the gradient in it. */
const learningRate = 1024;

/** Gradients of all trained groups, read off one step of plain gradient descent. */
async function measuredGradients(network: Network, samples: Samples, options: TrainerOptions) {
  const trainer = await createTrainer(network, samples, {
    ...options,
    optimizer: { kind: "sgd", learningRate },
  });
  const { loss } = await trainer.step(Array.from({ length: count }, (_, i) => i));
  const after = parameters(trainer.network());
  const gradients = parameters(network).flatMap(({ layer, name, values, trainable }, g) =>
    trainable
      ? [
          {
            layer,
            name,
            values,
            gradient: values.map((value, i) => (value - after[g]!.values[i]!) / learningRate),
          },
        ]
      : [],
  );
  await trainer.release();
  return { loss, gradients, forms: trainer.forms };
}

/** Central differences of a loss in float64, for every parameter. */
export function numericGradients(network: Network, lossOf: (network: Network) => number) {
  return parameters(network)
    .filter(({ trainable }) => trainable)
    .map(({ layer, name, values }) => {
      const slope = (value: number, i: number): number => {
        const h = 2 ** -10; // exact in float32, as withParameters stores it; the error of the difference is then O(h²)
        const moved = (by: number): number => {
          const shifted = Float32Array.from(values);
          shifted[i] = value + by;
          return lossOf(withParameters(network, [{ layer, name, values: shifted }]));
        };
        const step = (sign: number): number => Math.fround(value + sign * h) - value;
        return (moved(h) - moved(-h)) / (step(1) - step(-1));
      };
      return { layer, name, gradient: Array.from(values, slope) };
    });
}

/**
 * Compares loss and gradients of a step with those of the reference.
 *
 * @param penalty - what the loss has besides
 * @param plain - the samples that, taken without any options, have the same loss
 */
export async function expectReferenceGradients(
  network: Network,
  samples: FloatSamples,
  options: TrainerOptions & { loss: Loss },
  penalty: (network: Network) => number = () => 0,
  plain = samples,
): Promise<Readonly<Record<number, FormName>>> {
  const { loss, gradients, forms } = await measuredGradients(network, samples, options);
  const expected = referenceLoss(network, plain, options.loss) + penalty(network);
  expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * (1 + Math.abs(loss)));
  const masks = masksOf(network); // of the network as it is: they count as constants
  const lossOf = (net: Network): number => referenceLoss(net, plain, options.loss, masks) + penalty(net);
  expect(gradients.length).toBeGreaterThan(0);
  const references = numericGradients(network, lossOf);
  gradients.forEach(({ layer, name, gradient }, g) => {
    const scale = Math.max(...gradient.map(Math.abs));
    expect(scale, `${layer}.${name} moves`).toBeGreaterThan(0);
    references[g]!.gradient.forEach((expected, i) => {
      const error = Math.abs(gradient[i]! - expected);
      expect(error, `${layer}.${name}[${i}]: got ${gradient[i]}, expected ${expected}`).toBeLessThan(
        1e-4 * scale,
      );
    });
  });
  return forms;
}
