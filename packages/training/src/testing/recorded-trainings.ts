import {
  createNetwork,
  type CreateNetworkOptions,
  withTrainable,
  type Activation,
  type Layer,
  type LayerSpec,
  type Network,
  type Samples,
} from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import type { FitOptions } from "../fit/fit-options.js";
import type { OptimizerOptions } from "../optimizers/create-optimizer.js";

/** A training whose results are recorded: 20 steps, in 4 epochs of 5 steps, the last of each with fewer samples. */
export interface RecordedTraining {
  readonly network: Network;
  readonly samples: Samples;
  readonly validation: Samples;
  readonly options: Pick<FitOptions, "loss" | "optimizer" | "penalties" | "schedule" | "shuffle">;
}

const inputs = 10;
const classes = 3;
const count = 90;

export const recordedEpochs = 4;
export const recordedBatchSize = 20;

/** Every kind of mapping, twice in a network: to more nodes than before, and to fewer. */
const kinds: Readonly<Record<string, (units: number) => LayerSpec>> = {
  dense: (units) => ({ kind: "dense", units }),
  "spectral with two sets of eigenvalues": (units) => ({ kind: "spectral", units, eigenvalues: "two" }),
  "spectral with one set of eigenvalues": (units) => ({
    kind: "spectral",
    units,
    eigenvalues: "one",
    phi: { kind: "normal", deviation: 0.6 },
  }),
  "s-svd": (units) => ({ kind: "s-svd", units, deviation: 0.5 }),
  "s-qr": (units) => ({ kind: "s-qr", units, deviation: 0.5 }),
};

/** A network whose numbers start as they did when the trainings were recorded. */
function published({ layers, ...others }: CreateNetworkOptions): Network {
  return createNetwork({ ...others, layers: layers.map((spec) => ({ start: "published", ...spec })) });
}

/** The networks after each of which a file is recorded, by name. */
export const networkNames: readonly string[] = [
  ...Object.keys(kinds).flatMap((name) => [name, `${name}, fixed mask`, `${name}, dynamic sparsity`]),
  "spectral with phi trained",
  "spectral with phi trained, fixed mask",
  "spectral with phi trained, dynamic sparsity",
];

const networks = new Map<string, Network>();
for (const [name, spec] of Object.entries(kinds)) addVariants(name, spec);
addVariants("spectral with phi trained", kinds["spectral with two sets of eigenvalues"]!, (network) =>
  withTrainable(network, { phi: true }),
);

/** Adds a network as it is, with a fixed mask, and with a dynamic one. */
function addVariants(
  name: string,
  spec: (units: number) => LayerSpec,
  change: (network: Network) => Network = (network) => network,
): void {
  const make = (sparsity?: number) =>
    change(
      published({
        inputShape: inputs,
        layers: [
          { ...spec(13), activation: "tanh", ...(sparsity !== undefined && { sparsity }) },
          { ...spec(7), activation: "relu", ...(sparsity !== undefined && { sparsity }) },
          { kind: "dense", units: classes, activation: "softmax" },
        ],
        seed: 11,
      }),
    );
  networks.set(name, make());
  networks.set(`${name}, fixed mask`, withMasks(make()));
  networks.set(`${name}, dynamic sparsity`, make(0.4));
}

/** A fixed mask on the first two mappings that hides a third of the weights. */
function withMasks(network: Network): Network {
  const random = new Random(17);
  const layers = network.layers.map((layer, index): Layer => {
    if (layer.kind === "activation" || index > 2) return layer;
    const mask = Uint8Array.from({ length: layer.inputs * layer.outputs }, () =>
      random.integer(3) > 0 ? 1 : 0,
    );
    return { ...layer, mask };
  });
  return { ...network, layers };
}

function labeled(seed: number, width = inputs): Samples {
  const random = new Random(seed);
  const values = Float32Array.from({ length: count * width }, () => random.uniform(-1, 1));
  const labels = Array.from({ length: count }, (_, i) => {
    const [a, b] = [values[i * width]!, values[i * width + 1]!];
    return a + b > 0.4 ? 0 : a > b ? 1 : 2;
  });
  return { inputs: values, labels };
}

function withTargets(samples: Samples): Samples {
  const random = new Random(23);
  return {
    inputs: samples.inputs,
    targets: Float32Array.from({ length: count * classes }, () => random.uniform(-1, 1)),
  };
}

const samples = labeled(5);
const validation = labeled(6);
const common = { samples, validation };
const adamax = { optimizer: { kind: "adamax", learningRate: 0.02 } } as const;

/** A network of all kinds, small, with one activation after every mapping but the last. */
function mixed(activation: Activation): Network {
  const specs: LayerSpec[] = [
    { kind: "s-qr", units: 12, deviation: 0.5 },
    { kind: "spectral", units: 9, phi: { kind: "normal", deviation: 0.6 } },
    { kind: "s-svd", units: 8, deviation: 0.5 },
    { kind: "dense", units: 7, useBias: false },
  ];
  const layers: LayerSpec[] = specs.map((spec) => ({ ...spec, activation }));
  return published({
    inputShape: inputs,
    layers: [...layers, { kind: "s-qr", units: classes, activation: "softmax", deviation: 0.5 }],
    seed: 12,
  });
}

const activations: readonly Activation[] = ["linear", "relu", "tanh", "sigmoid", "elu", "softmax"];
const optimizers: Readonly<Record<string, OptimizerOptions>> = {
  sgd: { kind: "sgd", learningRate: 0.1 },
  "sgd with momentum": { kind: "sgd", learningRate: 0.05, momentum: 0.9 },
  adam: { kind: "adam", learningRate: 0.02 },
  adamw: {
    kind: "adamw",
    learningRate: 0.02,
    weightDecay: { eigenvalues: 0.1, eigenvectors: 0.1, kernel: 0.1, bias: 0.1 },
  },
  adamax: { kind: "adamax", learningRate: 0.02, beta1: 0.8, beta2: 0.9, epsilon: 1e-6 },
  "the optimizer of the defaults": { kind: "adam", learningRate: 0.001 },
};

/** 60–50–40–3: large enough that layers are applied rather than formed, and that triangles are cut into blocks. */
const large = (specs: readonly LayerSpec[]) => ({
  network: published({
    inputShape: 60,
    layers: [...specs, { kind: "dense", units: classes, activation: "softmax" }],
    seed: 13,
  }),
  samples: labeled(7, 60),
  validation: labeled(8, 60),
  options: { optimizer: { kind: "adam", learningRate: 0.01 } } as const,
});

/** Every recorded training by its name. */
export const recordedTrainings: Readonly<Record<string, RecordedTraining>> = {
  ...Object.fromEntries(
    networkNames.map((name) => [name, { ...common, network: networks.get(name)!, options: adamax }]),
  ),
  ...Object.fromEntries(
    activations.map((activation) => [
      `all kinds, ${activation}`,
      { ...common, network: mixed(activation), options: adamax },
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(optimizers).map(([name, optimizer]) => [
      `all kinds, ${name}`,
      { ...common, network: mixed("elu"), options: { optimizer } },
    ]),
  ),
  "all kinds, penalties": {
    ...common,
    network: mixed("tanh"),
    options: {
      ...adamax,
      penalties: {
        kernels: { l1: 0.002, l2: 0.01 },
        eigenvalues: { l1: 0.003, l2: 0.02 },
        eigenvectors: { l1: 0.001, l2: 0.03 },
      },
    },
  },
  "penalties on masked kernels and on phi": {
    ...common,
    network: networks.get("spectral with phi trained, dynamic sparsity")!,
    options: { ...adamax, penalties: { kernels: { l1: 0.002 }, eigenvectors: { l2: 0.03 } } },
  },
  "mean squared error": {
    network: {
      ...mixed("tanh"),
      layers: mixed("tanh").layers.slice(0, -1),
    },
    samples: withTargets(samples),
    validation: withTargets(validation),
    options: { ...adamax, loss: "mean-squared-error" },
  },
  "a schedule, samples in their order": {
    ...common,
    network: mixed("relu"),
    options: { ...adamax, shuffle: false, schedule: ({ epoch, step }) => 1 / (1 + epoch + step / 100) },
  },
  "large spectral": large([
    { kind: "spectral", units: 50, activation: "tanh" },
    { kind: "spectral", units: 40, activation: "tanh" },
  ]),
  "large s-svd": large([
    { kind: "s-svd", units: 50, activation: "tanh", deviation: 0.2 },
    { kind: "s-svd", units: 55, activation: "tanh", deviation: 0.2 },
  ]),
  "large s-qr": large([
    { kind: "s-qr", units: 50, activation: "tanh", deviation: 0.2 },
    { kind: "s-qr", units: 55, activation: "tanh", deviation: 0.2 },
  ]),
};
