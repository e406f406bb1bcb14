import {
  createNetwork,
  inputSize,
  type Layer,
  type LayerSpec,
  materialize,
  type MatrixSource,
  type Network,
  parameters,
  withParameters,
} from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";

const phi = { kind: "normal", deviation: 0.6 } as const;

const specs: Readonly<Record<string, LayerSpec>> = {
  dense: { kind: "dense", units: 5, activation: "relu" },
  "dense without bias": { kind: "dense", units: 5, activation: "tanh", useBias: false },
  "dense with a mask": { kind: "dense", units: 5, sparsity: 0.6 },
  spectral: { kind: "spectral", units: 5, activation: "sigmoid", phi },
  "spectral without bias, with a mask": { kind: "spectral", units: 5, useBias: false, phi, sparsity: 0.3 },
  "spectral as published": { kind: "spectral", units: 5 },
  "spectral with one set of eigenvalues": { kind: "spectral", units: 5, eigenvalues: "one", phi },
  "s-svd": { kind: "s-svd", units: 5, activation: "elu", deviation: 0.6 },
  "s-svd to more nodes, without bias": { kind: "s-svd", units: 9, useBias: false, deviation: 0.6 },
  "s-qr": { kind: "s-qr", units: 5, activation: "softmax", deviation: 0.6 },
  "s-qr to more nodes": { kind: "s-qr", units: 9, deviation: 0.6 },
  "s-qr to as many nodes, without bias": { kind: "s-qr", units: 6, useBias: false, deviation: 0.6 },
  "s-qr with a mask": { kind: "s-qr", units: 5, lambdaIn: 1, lambdaOut: 0, sparsity: 0.5, deviation: 0.6 },
};

/** Small networks of one mapping from 6 nodes, by what is special in them. */
export const oneLayer: Readonly<Record<string, Network>> = {
  ...Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, make(spec)])),
  "spectral with its phi trained": withMatrices(
    make({ kind: "spectral", units: 5, phi, trainable: { phi: true } }),
  ),
  "spectral with numbers for phi": withMatrices(make({ kind: "spectral", units: 5, phi })),
  "s-svd with numbers for U and V": withMatrices(make({ kind: "s-svd", units: 5, deviation: 0.6 })),
  "s-qr with numbers for Q": withMatrices(make({ kind: "s-qr", units: 9, deviation: 0.6 })),
};

function make(spec: LayerSpec): Network {
  const network = createNetwork({ inputShape: 6, layers: [spec], seed: 3 });
  const random = new Random(4);
  // a bias of zeros would hide that it went missing
  const biases = parameters(network)
    .filter(({ name }) => name === "bias")
    .map(({ layer, name, values }) => ({ layer, name, values: values.map(() => random.uniform(-1, 1)) }));
  return withParameters(network, biases);
}

/** The same network with every matrix as its numbers. */
export function withMatrices(network: Network): Network {
  const isSource = (value: unknown): value is MatrixSource =>
    typeof value === "object" && value !== null && "rows" in value;
  const numbers = ([name, value]: [string, unknown]) => {
    if (!isSource(value)) return [name, value];
    const { rows, columns } = value;
    return [name, { rows, columns, values: materialize(value) }];
  };
  const layers = network.layers.map(
    (layer) => Object.fromEntries(Object.entries(layer).map(numbers)) as unknown as Layer,
  );
  return { ...network, layers };
}

/** Numbers for so many samples, in [−1, 1). */
export function sampleInputs(network: Network, count: number): Float32Array {
  const random = new Random(5);
  return Float32Array.from({ length: count * inputSize(network) }, () => random.uniform(-1, 1));
}
