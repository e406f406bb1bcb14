import { any, integer, number, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { type Activation, activations } from "./activation.js";
import { activationLayers } from "./activation-layers.js";
import type { DenseLayer } from "./kinds/dense.js";
import type { Layer } from "./kinds/index.js";
import type { SpectralLayer } from "./kinds/spectral.js";
import type { Network } from "./network.js";
import { validateNetwork } from "./validate-network.js";
import { withLayers } from "./with-layers.js";

/** A trained dense layer, y = a(w x + b). */
export interface DenseWeights {
  /** n */
  readonly inputs: number;
  /** m */
  readonly outputs: number;
  /** w, m×n row-major (out × in) */
  readonly kernel: Float32Array;
  /** Length m; absent: the layer has none. */
  readonly bias?: Float32Array;
  /** Default linear. */
  readonly activation?: Activation;
  /** Slope of leaky-relu below 0, from 0 to 1; default 0.01. Only for this activation. */
  readonly slope?: number;
}

const weightOptions = options(
  () =>
    ({
      inputs: integer({ min: 1 }),
      outputs: integer({ min: 1 }),
      kernel: any<Float32Array>(),
      bias: any<Float32Array>().optional(),
      activation: oneOf(activations).default("linear"),
      slope: number({ min: 0, max: 1 }).optional(),
    }) satisfies OptionTable<DenseWeights>,
);

/**
 * Trained dense layers in spectral form, exactly: φ = w, λ_in = 1, λ_out = 0, so that w_ij = (1 − 0) φ_ij. Eigenvalues and
 * bias train, φ does not: the network can be adapted to another task by n + m numbers per layer beside its biases.
 *
 * Of a network every dense layer is turned, with its masks and with the bias training as before; other layers stay.
 *
 * φ is stored, since no recipe makes it: a file of the network is as large as one of the dense network, and only what
 * `diffNetworks` makes of an adapted one is small.
 *
 * @param dense - a network, or layers in order, each with the activation after it; their arrays are shared, not copied
 * @throws {ShapeError | RangeError | TypeError} if sizes do not fit, a number is not finite, or an activation or a
 *   field is not known
 *
 * @example
 * import { createNetwork, toSpectral, trainableParameters } from "@reciprocal/network";
 *
 * const dense = createNetwork({ inputShape: 784, layers: [{ kind: "dense", units: 10 }] });
 * console.log(trainableParameters(toSpectral(dense)).map(({ name, values }) => `${name} ${values.length}`));
 * // => [ 'lambdaIn 784', 'lambdaOut 10', 'bias 10' ]
 */
export function toSpectral(dense: Network | readonly DenseWeights[]): Network {
  const network = Array.isArray(dense) ? toNetwork(dense) : (dense as Network);
  validateNetwork(network);
  return withLayers(
    network,
    network.layers.map((layer) => (layer.kind === "dense" ? toSpectralLayer(layer) : layer)),
  );
}

function toNetwork(weights: readonly DenseWeights[]): Network {
  const [first] = weights;
  if (!first) throw new ShapeError("toSpectral: needs at least one layer, got none");
  const layers = weights.flatMap((given, index): Layer[] => {
    const where = `toSpectral: layers[${index}]`;
    const { inputs, outputs, kernel, bias, ...after } = weightOptions.read(where, given);
    const layer: DenseLayer = {
      kind: "dense",
      ...{ inputs, outputs, kernel },
      ...(bias && { bias }),
      trainable: { kernel: true, bias: true },
    };
    return [layer, ...activationLayers(where, after)];
  });
  return { inputShape: [first.inputs], layers };
}

function toSpectralLayer({ kernel, trainable, ...layer }: DenseLayer): SpectralLayer {
  const { inputs, outputs } = layer;
  return {
    ...layer,
    kind: "spectral",
    lambdaIn: new Float32Array(inputs).fill(1),
    lambdaOut: new Float32Array(outputs),
    phi: { rows: outputs, columns: inputs, values: kernel },
    trainable: { lambdaIn: true, lambdaOut: true, phi: false, bias: trainable.bias },
  };
}
