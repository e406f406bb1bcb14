import { createNetwork, type LayerSpec, type Network } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import "@reciprocal/test-utils";
import { createTrainer, type OptimizerOptions } from "@reciprocal/training";
import { type Optimizer, oneHot, tensor1d, tensor2d, tidy, train } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { adamax } from "../training/adamax.js";
import { eachBackend } from "../testing/each-backend.js";
import { toLayersModel } from "./to-layers-model.js";

// a network trained by @reciprocal/training and by tfjs: the same initial values, batches and optimizer settings

const [inputs, hidden, classes, batchSize, steps] = [12, 8, 4, 10, 20];

const phi = { kind: "normal", deviation: 0.5 } as const;

/** Hidden and last layer of each network. */
const kinds: Readonly<Record<string, readonly [LayerSpec, LayerSpec]>> = {
  dense: both({ kind: "dense" }),
  "dense without bias": both({ kind: "dense", useBias: false }),
  "dense with a mask": both({ kind: "dense", sparsity: 0.5 }),
  "spectral, two sets": both({ kind: "spectral", phi }),
  "spectral, one set, without bias": both({ kind: "spectral", phi, eigenvalues: "one", useBias: false }),
  "spectral, phi trained": both({ kind: "spectral", phi, trainable: { phi: true } }),
  "spectral with a mask": both({ kind: "spectral", phi, sparsity: 0.3 }),
  "s-svd": both({ kind: "s-svd", deviation: 0.5 }),
  "s-svd without bias": both({ kind: "s-svd", deviation: 0.5, useBias: false }),
  "s-qr to fewer nodes": both({ kind: "s-qr", deviation: 0.5 }),
  "s-qr to more nodes, without bias": both({ kind: "s-qr", deviation: 0.5, useBias: false }, 2 * inputs),
  "s-qr with a mask": both({ kind: "s-qr", deviation: 0.5, lambdaIn: 1, lambdaOut: 0, sparsity: 0.5 }),
};

type Kind<S = LayerSpec> = S extends LayerSpec ? Omit<S, "units" | "activation"> : never;

function both(kind: Kind, units = hidden): [LayerSpec, LayerSpec] {
  return [
    { ...kind, units, activation: "tanh" },
    { ...kind, units: classes, activation: "softmax" },
  ];
}

const [learningRate, beta1, beta2, epsilon] = [0.01, 0.9, 0.99, 1e-6];

type Optimizers = Readonly<Record<string, readonly [OptimizerOptions, () => Optimizer]>>;

const optimizers: Optimizers = {
  sgd: [{ kind: "sgd", learningRate: 0.1 }, () => train.sgd(0.1)],
  adam: [
    { kind: "adam", learningRate, beta1, beta2, epsilon },
    () => train.adam(learningRate, beta1, beta2, epsilon),
  ],
  adamax: [
    { kind: "adamax", learningRate, beta1, beta2, epsilon },
    () => adamax({ learningRate, beta1, beta2, epsilon }),
  ],
};

/** What depends on no kind of layer, and is tried with one. */
const otherSettings: Optimizers = {
  "sgd with momentum": [
    { kind: "sgd", learningRate, momentum: beta1 },
    () => train.momentum(learningRate, beta1),
  ],
  "adamax with the defaults of Keras": [{ kind: "adamax", learningRate: 0.001 }, () => adamax()],
};

const random = new Random(8);
const samples = {
  inputs: Float32Array.from({ length: 4 * batchSize * inputs }, () => random.uniform(-1, 1)),
  labels: Int32Array.from({ length: 4 * batchSize }, () => random.integer(classes)),
};

/** The samples of one step: four batches, over and over. */
function batchAt(step: number): number[] {
  return Array.from({ length: batchSize }, (_, index) => (step % 4) * batchSize + index);
}

async function compiledLosses(network: Network, optimizer: OptimizerOptions): Promise<number[]> {
  const trainer = await createTrainer(network, samples, { batchSize, optimizer });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push((await trainer.step(batchAt(step))).loss);
  await trainer.release();
  return losses;
}

async function tfjsLosses(network: Network, optimizer: Optimizer): Promise<number[]> {
  const model = toLayersModel(network);
  model.compile({ optimizer, loss: "categoricalCrossentropy" });
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) {
    const batch = batchAt(step);
    const rows = batch.flatMap((row) =>
      Array.from(samples.inputs.subarray(row * inputs, (row + 1) * inputs)),
    );
    const x = tensor2d(rows, [batchSize, inputs]);
    const labels = batch.map((row) => samples.labels[row]!);
    const y = tidy(() => oneHot(tensor1d(labels, "int32"), classes));
    losses.push((await model.trainOnBatch(x, y)) as number);
    x.dispose();
    y.dispose();
  }
  model.dispose();
  optimizer.dispose();
  return losses;
}

const cases = Object.entries(kinds).flatMap(([kind, layers]) =>
  Object.entries({ ...optimizers, ...(kind === "s-svd" && otherSettings) }).map(
    ([name, [options, optimizer]]) => {
      const network = createNetwork({ inputShape: inputs, layers, seed: 6 });
      let losses: Promise<number[]> | undefined;
      // once, for they are the same for each backend of tfjs
      const compiled = () => (losses ??= compiledLosses(network, options));
      return { title: `${kind}, ${name}`, network, optimizer, compiled };
    },
  ),
);

eachBackend("toLayersModel", () => {
  it.each(cases)(
    "gives the losses of @reciprocal/training over 20 steps: $title",
    async ({ network, optimizer, compiled }) => {
      const expected = await compiled();
      expect(new Set(expected).size).toBe(steps); // it does train
      // the promise is 1e-3; here they agree to 3e-7
      expect(await tfjsLosses(network, optimizer())).toBeCloseRelative(expected, { relative: 1e-4 });
    },
  );
});
