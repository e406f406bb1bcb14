import { createNetwork, submatrix, type Activation, type LayerSpec, type Network } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";

const phi = { kind: "normal", deviation: 1 } as const;

/** One mapping of 5 inputs, initial values so large that outputs are of order one, its bias not zero. */
function mapping(spec: LayerSpec, activation: Activation = "linear"): Network {
  const { inputShape, layers } = createNetwork({ inputShape: 5, layers: [{ ...spec, activation }], seed: 3 });
  const random = new Random(8);
  const shifted = layers.map((layer) =>
    "bias" in layer ? { ...layer, bias: layer.bias.map(() => random.uniform(-1, 1)) } : layer,
  );
  return { inputShape, layers: shifted };
}

function masked(network: Network): Network {
  const layers = network.layers.map((layer) =>
    "outputs" in layer
      ? {
          ...layer,
          mask: Uint8Array.from({ length: layer.inputs * layer.outputs }, (_, i) => Number(i % 3 > 0)),
        }
      : layer,
  );
  return { ...network, layers };
}

/** The first layer with rows and columns cut out of its φ, made by a recipe. */
function selected(): Network {
  const [layer] = createNetwork({
    inputShape: 9,
    layers: [{ kind: "spectral", units: 8, phi, useBias: false }],
  }).layers;
  if (layer?.kind !== "spectral") throw new Error("selected: needs a spectral layer");
  const source = submatrix(layer.phi, {
    rowIndices: Uint32Array.of(7, 1, 4),
    columnIndices: Uint32Array.of(8, 0, 3, 2, 5),
  });
  const [lambdaIn, lambdaOut] = [layer.lambdaIn.slice(0, 5), layer.lambdaOut.slice(0, 3)];
  return { inputShape: [5], layers: [{ ...layer, inputs: 5, outputs: 3, lambdaIn, lambdaOut, phi: source }] };
}

const specs = {
  dense: { kind: "dense", units: 7 },
  spectral: { kind: "spectral", units: 7, phi },
  "s-svd, to more nodes": { kind: "s-svd", units: 7, deviation: 1 },
  "s-svd, to fewer nodes": { kind: "s-svd", units: 3, deviation: 1 },
  "s-qr, to more nodes": { kind: "s-qr", units: 7, deviation: 1 },
  "s-qr, to fewer nodes": { kind: "s-qr", units: 3, deviation: 1 },
  "s-qr, square": { kind: "s-qr", units: 5, deviation: 1 },
} as const satisfies Record<string, LayerSpec>;

/** Small networks of 5 inputs, one for everything that a network may contain. */
export const networks: Readonly<Record<string, Network>> = {
  ...Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, mapping(spec)])),
  ...Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [`${name}, fixed mask`, masked(mapping(spec))]),
  ),
  ...Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      `${name}, dynamic mask`,
      mapping({ ...spec, sparsity: 0.5 }),
    ]),
  ),
  "both masks": masked(mapping({ ...specs.spectral, sparsity: 0.5 })),
  "rows and columns of a recipe, no bias": selected(),
  ...Object.fromEntries(
    (["relu", "tanh", "sigmoid", "elu", "softmax"] as const).map((name) => [
      name,
      mapping(specs.dense, name),
    ]),
  ),
  "linear activation": { inputShape: [5], layers: [{ kind: "activation", activation: "linear" }] },
  "no layers": { inputShape: [5], layers: [] },
  "several layers": createNetwork({
    inputShape: 5,
    layers: [
      { kind: "spectral", units: 6, activation: "elu", phi },
      { kind: "s-qr", units: 4, activation: "tanh", deviation: 1, useBias: false },
      { kind: "s-svd", units: 6, activation: "relu", deviation: 1 },
      { kind: "dense", units: 3, activation: "softmax" },
    ],
  }),
};
