import {
  createNetwork,
  forward,
  inputSize,
  type Layer,
  layerKernel,
  type LayerSpec,
  type Loss,
  type MappingLayer,
  type Network,
  type Samples,
  parameters,
  withParameters,
  withTrainable,
} from "@reciprocal/network";
import { Random, ShapeError } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import type { FormName } from "@reciprocal/onnx";
import { createOptimizer } from "../optimizers/create-optimizer.js";
import type { Penalties } from "../penalties.js";
import { type ErrorClass, expectFailure } from "../testing/expect-failure.js";
import { watchedEngine } from "../testing/watched-engine.js";
import type { TrainerOptions } from "./options.js";
import { createTrainer } from "./trainer.js";

const count = 7;

function samplesFor(network: Network, classes: number): Samples & { readonly labels: Int32Array } {
  const random = new Random(5);
  return {
    inputs: Float32Array.from({ length: count * inputSize(network) }, () => random.uniform(-1, 1)),
    labels: Int32Array.from({ length: count }, () => random.integer(classes)),
  };
}

/** Which weights of each layer its mask leaves. */
const masksOf = ({ layers }: Network): boolean[][] =>
  layers.map((layer) => (layer.kind === "activation" ? [] : Array.from(layerKernel(layer), (w) => w !== 0)));

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

/** The loss in float64, from the reference forward pass, or with given masks in place of the network's own. */
function referenceLoss(
  network: Network,
  { inputs, labels }: { inputs: Float32Array; labels: ArrayLike<number> },
  loss: Loss,
  masks?: readonly boolean[][],
): number {
  const outputs = masks ? forwardWithMasks(network, inputs, masks) : forward(network, inputs);
  const count = labels.length;
  const width = outputs.length / count;
  let sum = 0;
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < width; j++) {
      const [y, t] = [outputs[i * width + j]!, labels[i] === j ? 1 : 0];
      sum += loss === "cross-entropy" ? -t * Math.log(y) : (y - t) ** 2 / width;
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

/** Central differences of a loss in float64, for every trained number. */
function numericGradients(network: Network, lossOf: (network: Network) => number) {
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

async function expectReferenceGradients(
  network: Network,
  samples: Samples & { labels: Int32Array },
  options: TrainerOptions & { loss: Loss },
  penalty: (network: Network) => number = () => 0,
): Promise<Readonly<Record<number, FormName>>> {
  const { loss, gradients, forms } = await measuredGradients(network, samples, options);
  const expected = referenceLoss(network, samples, options.loss) + penalty(network);
  expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * (1 + Math.abs(loss)));
  const masks = masksOf(network); // of the network as it is: they count as constants
  const lossOf = (net: Network): number => referenceLoss(net, samples, options.loss, masks) + penalty(net);
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

const network = (layers: LayerSpec[], seed = 3): Network => createNetwork({ inputShape: 5, layers, seed });

const hidden = { units: 4, activation: "tanh" } as const;
const wide = { units: 8, activation: "tanh" } as const;
const last = { units: 3, activation: "softmax" } as const;
// the published values are small for layers this tiny: larger ones give gradients that are told from rounding
const large = { lambdaIn: { low: -3, high: 3 }, lambdaOut: { low: -2, high: 2 } } as const;
const phi = { kind: "normal", deviation: 0.6 } as const;

const kinds: readonly { readonly name: string; readonly network: Network }[] = [
  {
    name: "dense",
    network: network([
      { kind: "dense", ...hidden },
      { kind: "dense", ...last },
    ]),
  },
  {
    name: "dense without bias",
    network: network([
      { kind: "dense", ...hidden, useBias: false },
      { kind: "dense", ...last },
    ]),
  },
  {
    name: "spectral, two sets",
    network: network([
      { kind: "spectral", ...hidden, ...large, phi },
      { kind: "spectral", ...last, ...large, phi },
    ]),
  },
  {
    name: "spectral, one set",
    network: network([
      { kind: "spectral", ...hidden, eigenvalues: "one", lambdaOut: large.lambdaOut, phi },
      { kind: "spectral", ...last, eigenvalues: "one", lambdaOut: large.lambdaOut, phi },
    ]),
  },
  {
    name: "spectral, all trained",
    network: withTrainable(
      network([
        { kind: "spectral", ...hidden, ...large, phi },
        { kind: "spectral", ...last, ...large, phi },
      ]),
      "all",
    ),
  },
  {
    name: "spectral, eigenvectors only",
    network: withTrainable(
      network([
        { kind: "spectral", ...hidden, ...large, phi },
        { kind: "spectral", ...last, ...large, phi },
      ]),
      "eigenvectors",
    ),
  },
  {
    name: "S-SVD, wider",
    network: network([
      { kind: "s-svd", ...wide, ...large, s: { low: 20, high: 40 } },
      { kind: "s-svd", ...last, ...large, s: { low: 20, high: 40 } },
    ]),
  },
  {
    name: "S-QR, narrower",
    network: network([
      { kind: "s-qr", ...hidden, ...large },
      { kind: "s-qr", ...last, ...large },
    ]),
  },
  {
    name: "S-QR, wider",
    network: network([
      { kind: "s-qr", ...wide, ...large },
      { kind: "s-qr", ...last, ...large },
    ]),
  },
];

describe("createTrainer", () => {
  it.each(kinds)(
    "has the gradients of the float64 reference, formed or applied: $name",
    async ({ name, network }) => {
      const samples = samplesFor(network, 3);
      // a batch said to be huge makes forming w cheap, one said to be tiny makes applying φ cheap
      const forms = await Promise.all(
        [1, 100_000].map(async (batchSize) => {
          const chosen = await expectReferenceGradients(network, samples, {
            batchSize,
            loss: "cross-entropy",
          });
          await expectReferenceGradients(network, samples, { batchSize, loss: "mean-squared-error" });
          return Object.values(chosen);
        }),
      );
      expect(forms.map((chosen) => chosen[0])).toEqual(
        name.startsWith("dense") ? ["dense", "dense"] : ["applied", "formed"],
      );
    },
  );

  it.each(kinds)(
    "keeps what a fixed mask hides at zero, without a gradient through it, in any form: $name",
    async ({ network }) => {
      const masked = {
        ...network,
        layers: network.layers.map((layer) =>
          layer.kind === "activation"
            ? layer
            : {
                ...layer,
                mask: Uint8Array.from({ length: layer.inputs * layer.outputs }, (_, i) => +(i % 3 > 0)),
              },
        ),
      };
      const samples = samplesFor(network, 3);
      for (const batchSize of [1, 100_000]) {
        await expectReferenceGradients(masked, samples, { batchSize, loss: "cross-entropy" });
        const penalties = { kernels: { l2: 0.05 } };
        const square = (candidate: Network): number =>
          candidate.layers.reduce(
            (sum, layer) =>
              layer.kind === "activation"
                ? sum
                : layerKernel(layer).reduce((all, w) => all + 0.05 * w * w, sum),
            0,
          );
        await expectReferenceGradients(
          masked,
          samples,
          { batchSize, loss: "mean-squared-error", penalties },
          square,
        );
      }
    },
  );

  it.each(kinds)(
    "computes every step with the numbers that the one before left: $name",
    async ({ network }) => {
      const samples = samplesFor(network, 3);
      const all = Array.from({ length: count }, (_, i) => i);
      const optimizer = { kind: "sgd", learningRate: 1 } as const;
      const trainer = await createTrainer(network, samples, { optimizer });
      const before = await trainer.step(all);
      const left = referenceLoss(trainer.network(), samples, "cross-entropy");
      const { loss } = await trainer.step(all);
      await trainer.release();
      expect(Math.abs(loss - left)).toBeLessThan(1e-5);
      expect(Math.abs(left - before.loss)).toBeGreaterThan(1e-4);
    },
  );

  describe.each([0.3, 0.6])("with a dynamic mask of %d", (sparsity) => {
    const masked: typeof kinds = kinds.map(({ name, network }) => ({
      name,
      network: {
        ...network,
        layers: network.layers.map((layer) => (layer.kind === "activation" ? layer : { ...layer, sparsity })),
      },
    }));

    it.each(masked)("has the gradients of the float64 reference: $name", async ({ name, network }) => {
      const samples = samplesFor(network, 3);
      const forms = await expectReferenceGradients(network, samples, { loss: "cross-entropy" });
      const form = name.startsWith("dense") ? "dense" : "formed";
      expect(forms).toEqual({ 0: form, 2: form });
    });

    it.each(masked)("penalises the kernel that its layer uses: $name", async ({ network }) => {
      const masks = masksOf(network);
      const penalty = ({ layers }: Network): number =>
        layers
          .flatMap((layer, l) =>
            layer.kind === "activation"
              ? []
              : Array.from(layerKernel({ ...layer, sparsity: 0 }).filter((_, i) => masks[l]![i])),
          )
          .reduce((sum, w) => sum + 0.03 * Math.abs(w) + 0.02 * w * w, 0);
      const penalties = { kernels: { l1: 0.03, l2: 0.02 } };
      const options = { loss: "cross-entropy", penalties } as const;
      await expectReferenceGradients(network, samplesFor(network, 3), options, penalty);
    });

    it.each(masked)("trains as the reference does, over batches of two sizes: $name", async ({ network }) => {
      const samples = samplesFor(network, 3);
      const options = { kind: "adam", learningRate: 0.05 } as const;
      const trainer = await createTrainer(network, samples, { optimizer: options });
      const optimizer = createOptimizer(options);
      let reference = network;
      let changes = 0;
      const state = parameters(network).map(({ values }) =>
        Array.from({ length: optimizer.slots }, () => new Float32Array(values.length)),
      );
      for (let step = 1; step <= 6; step++) {
        const size = step % 2 ? count : 4;
        const batch = {
          inputs: samples.inputs.subarray(0, size * inputSize(network)),
          labels: samples.labels.subarray(0, size),
        };
        const before = masksOf(reference);
        const lossOf = (net: Network) => referenceLoss(net, batch, "cross-entropy", before);
        const expected = referenceLoss(reference, batch, "cross-entropy");
        const updates = numericGradients(reference, lossOf).map(({ layer, name, gradient }) => {
          const all = parameters(reference);
          const at = all.findIndex((group) => group.layer === layer && group.name === name);
          const values = Float32Array.from(all[at]!.values);
          const learningRate = options.learningRate;
          optimizer.update(values, Float32Array.from(gradient), state[at]!, { step, learningRate });
          return { layer, name, values };
        });
        reference = withParameters(reference, updates);
        const { loss } = await trainer.step(Array.from({ length: size }, (_, i) => i));
        expect(Math.abs(loss - expected)).toBeLessThan(2e-4 * (1 + expected));
        expect(masksOf(trainer.network())).toEqual(masksOf(reference));
        const [kept, was] = [masksOf(reference).flat(), before.flat()];
        changes += kept.filter((isKept, i) => isKept !== was[i]).length;
      }
      await trainer.release();
      expect(changes).toBeGreaterThan(0);
    });
  });

  it("masks a layer that does not train as the reference does", async () => {
    const net = network([
      { kind: "s-qr", ...hidden, ...large, sparsity: 0.4 },
      { kind: "dense", ...last, sparsity: 0.4 },
    ]);
    const frozen = {
      ...net.layers[0]!,
      trainable: { lambdaIn: false, lambdaOut: false, R: false, bias: true },
    };
    const partly = { ...net, layers: [frozen as Layer, ...net.layers.slice(1)] };
    await expectReferenceGradients(partly, samplesFor(partly, 3), { loss: "cross-entropy" });
  });

  // the smallest weights of a dense layer rest, and so does the threshold, however far the others leap
  it.each([
    { kind: "dense", leaps: false },
    { kind: "s-qr", leaps: true },
  ] as const)(
    "has the asked share of zeros in every step of a $kind layer, long steps too",
    async ({ kind, leaps }) => {
      const weights = 784 * 20;
      const net = createNetwork({
        inputShape: 784,
        layers: [{ kind, units: 20, activation: "softmax", sparsity: 0.9 }],
      });
      const random = new Random(2);
      const inputs = Float32Array.from({ length: count * 784 }, () => random.uniform(-1, 1));
      const samples = { inputs, labels: Array.from({ length: count }, (_, i) => i) };
      const engine = await watchedEngine();
      const optimizer = { kind: "sgd", learningRate: 0.1 } as const;
      const trainer = await createTrainer(net, samples, { optimizer, engine });
      const steps = 12;
      for (let step = 0; step < steps; step++) {
        const before = trainer.network();
        const kernel = layerKernel(before.layers[0] as MappingLayer);
        expect(kernel.filter((w) => w === 0)).toHaveLength(0.9 * weights);
        // every third step is a hundred times as long
        const { loss } = await trainer.step([0, 1, 2, 3, 4, 5, 6], step % 3 ? 1 : 100);
        const expected = referenceLoss(before, samples, "cross-entropy");
        expect(Math.abs(loss - expected)).toBeLessThan(1e-5 * (1 + expected));
      }
      await trainer.release();
      expect(engine.runs.length > steps).toBe(leaps);
    },
  );

  it("chooses the form by what is trained and by the batch", async () => {
    const net = createNetwork({
      inputShape: 784,
      layers: [
        { kind: "spectral", units: 100, activation: "relu" },
        { kind: "spectral", ...last },
      ],
    });
    const samples = { inputs: new Float32Array(784), labels: [0] };
    const formsOf = async (choice: Parameters<typeof withTrainable>[1], options: TrainerOptions) => {
      const trainer = await createTrainer(withTrainable(net, choice), samples, options);
      await trainer.release();
      return trainer.forms;
    };
    expect(await formsOf("eigenvalues", { batchSize: 20 })).toEqual({ 0: "applied", 2: "formed" });
    expect(await formsOf("all", { batchSize: 20 })).toEqual({ 0: "formed", 2: "formed" });
  });

  it.each(["relu", "tanh", "sigmoid", "elu", "linear"] as const)(
    "differentiates through %s",
    async (activation) => {
      const net = network([
        { kind: "dense", units: 4, activation },
        { kind: "dense", ...last },
      ]);
      await expectReferenceGradients(net, samplesFor(net, 3), { loss: "cross-entropy" });
    },
  );

  it("differentiates through a softmax that is not last", async () => {
    const net = network([
      { kind: "dense", units: 4, activation: "softmax" },
      { kind: "dense", units: 3 },
    ]);
    await expectReferenceGradients(net, samplesFor(net, 3), { loss: "mean-squared-error" });
  });

  it.each([
    { on: "kernels", names: [] },
    { on: "eigenvalues", names: ["lambdaIn", "lambdaOut"] },
    { on: "eigenvectors", names: ["phi"] },
  ] as const)("adds l1 and l2 penalties on $on to loss and gradients", async ({ on, names }) => {
    const net = withTrainable(
      network([
        { kind: "spectral", ...hidden, ...large, phi },
        { kind: "spectral", ...last, ...large, phi },
      ]),
      "all",
    );
    const [l1, l2] = [0.03, 0.02];
    const penalty = (candidate: Network): number => {
      const groups = parameters(candidate);
      const numbers =
        names.length > 0
          ? groups
              .filter(({ name }) => (names as readonly string[]).includes(name))
              .flatMap(({ values }) => Array.from(values))
          : candidate.layers.flatMap((layer, i) => {
              if (layer.kind === "activation") return [];
              const of = (name: string) =>
                groups.find((group) => group.layer === i && group.name === name)!.values;
              return Array.from(of("phi"), (value, at) => {
                const [row, column] = [Math.floor(at / layer.inputs), at % layer.inputs];
                return (of("lambdaIn")[column]! - of("lambdaOut")[row]!) * value;
              });
            });
      return numbers.reduce((sum, a) => sum + l1 * Math.abs(a) + l2 * a * a, 0);
    };
    const penalties: Penalties = { [on]: { l1, l2 } };
    await expectReferenceGradients(net, samplesFor(net, 3), { loss: "cross-entropy", penalties }, penalty);
  });

  it.each([
    { kind: "s-svd", name: "s" },
    { kind: "s-qr", name: "R" },
  ] as const)("adds the penalty on eigenvectors for $kind too", async ({ kind, name }) => {
    const net = network([
      { kind, ...hidden, ...large },
      { kind, ...last, ...large },
    ]);
    const penalty = (candidate: Network): number =>
      parameters(candidate)
        .filter((group) => group.name === name)
        .flatMap(({ values }) => Array.from(values))
        .reduce((sum, a) => sum + 0.1 * a * a, 0);
    const penalties = { eigenvectors: { l2: 0.1 } };
    await expectReferenceGradients(net, samplesFor(net, 3), { loss: "cross-entropy", penalties }, penalty);
  });

  it("computes φx once for all samples as far as the limit on its memory allows, to the same losses", async () => {
    const units = 1000;
    const net = createNetwork({
      inputShape: 784,
      layers: [
        { kind: "spectral", units, activation: "relu" },
        { kind: "spectral", ...last },
      ],
    });
    const random = new Random(9);
    const samples = {
      inputs: Float32Array.from({ length: 2 * 784 }, () => random.uniform()),
      labels: [0, 2],
    };
    const train = async (precomputeLimitBytes: number) => {
      const engine = await watchedEngine();
      const optimizer = { kind: "adamax", learningRate: 0.05 } as const;
      const options = { precomputeLimitBytes, batchSize: 200, optimizer, engine };
      const trainer = await createTrainer(net, samples, options);
      const losses: number[] = [];
      for (let i = 0; i < 10; i++) losses.push((await trainer.step([0, 1])).loss);
      await trainer.release();
      return { losses, form: trainer.forms[0], sessions: engine.sessions.made };
    };
    const needed = 4 * 2 * units;
    const [within, beyond] = await Promise.all([train(needed), train(needed - 1)]);
    expect(within).toMatchObject({ form: "applied", sessions: 2 });
    expect(beyond).toMatchObject({ form: "formed", sessions: 1 });
    within.losses.forEach((loss, i) => expect(loss).toBeCloseTo(beyond.losses[i]!, 4));
    expect(within.losses.at(-1)!).toBeLessThan(0.9 * within.losses[0]!);
  });

  it("projects the data once where λ_in is fixed at 0, and has no product left in the first layer", async () => {
    const net = network([
      { kind: "spectral", ...hidden, eigenvalues: "one", phi },
      { kind: "spectral", ...last, ...large, phi },
    ]);
    const engine = await watchedEngine();
    const trainer = await createTrainer(net, samplesFor(net, 3), { batchSize: 1, engine });
    await trainer.step([0]);
    await trainer.release();
    // one run computes the feature; the step then takes it in place of x
    expect(engine.runs).toHaveLength(2);
    expect(Object.keys(engine.runs[1]!).filter((name) => !/^\d/.test(name))).toEqual([
      "feature0",
      "targets",
      "inverseCount",
    ]);
  });

  it("leaves everything as it was where the loss is not finite", async () => {
    const net = network([{ kind: "dense", units: 3 }]);
    const inputs = new Float32Array(5).fill(1e30);
    const trainer = await createTrainer(net, { inputs, labels: [0] }, { loss: "mean-squared-error" });
    expect((await trainer.step([0])).loss).toBe(Infinity);
    expect(parameters(trainer.network())).toEqual(parameters(net));
    await trainer.release();
  });

  it("leaves frozen numbers as they were, to the bit", async () => {
    const net = withTrainable(
      network([
        { kind: "spectral", ...hidden, phi },
        { kind: "spectral", ...last, phi },
      ]),
      "eigenvalues",
    );
    const trainer = await createTrainer(net, samplesFor(net, 3));
    await trainer.step([0, 1, 2]);
    const after = parameters(trainer.network());
    await trainer.release();
    parameters(net).forEach(({ name, values, trainable }, i) => {
      const same = values.every((value, j) => Object.is(value, after[i]!.values[j]));
      expect(same, `${name}, trainable ${trainable}`).toBe(!trainable);
    });
    expect(trainer.network().layers[0]).toMatchObject({ phi: { recipe: { kind: "normal" } } });
  });

  it("trains on a batch smaller than the usual one with its own mean", async () => {
    const net = network([
      { kind: "dense", ...hidden },
      { kind: "dense", ...last },
    ]);
    const samples = samplesFor(net, 3);
    const trainer = await createTrainer(net, samples, { batchSize: 5 });
    const { loss } = await trainer.step([4]);
    await trainer.release();
    const y = forward(net, samples.inputs.subarray(4 * 5, 5 * 5));
    expect(loss).toBeCloseTo(-Math.log(y[samples.labels[4]!]!), 5);
  });

  it("counts the samples answered rightly, by label or by the largest target", async () => {
    const net = network([
      { kind: "dense", ...hidden },
      { kind: "dense", ...last },
    ]);
    const { inputs, labels } = samplesFor(net, 3);
    const targets = new Float32Array(count * 3);
    labels.forEach((label, i) => (targets[i * 3 + label] = 1));
    const y = forward(net, inputs);
    const right = labels.reduce((sum, label, i) => {
      const row = Array.from(y.subarray(i * 3, i * 3 + 3));
      return sum + (row.indexOf(Math.max(...row)) === label ? 1 : 0);
    }, 0);
    expect(right).toBeGreaterThan(0);
    for (const samples of [
      { inputs, labels },
      { inputs, targets },
    ]) {
      const trainer = await createTrainer(net, samples);
      expect((await trainer.step([0, 1, 2, 3, 4, 5, 6])).correct).toBe(right);
      await trainer.release();
    }
  });

  it("counts nothing as right or wrong where there is one output", async () => {
    const net = network([{ kind: "dense", units: 1 }]);
    const { inputs } = samplesFor(net, 3);
    const trainer = await createTrainer(
      net,
      { inputs, targets: new Float32Array(count) },
      { loss: "mean-squared-error" },
    );
    expect((await trainer.step([0, 1])).correct).toBeNaN();
    await trainer.release();
  });

  describe("refuses", () => {
    const net = network([
      { kind: "dense", ...hidden },
      { kind: "dense", ...last },
    ]);
    const { inputs, labels } = samplesFor(net, 3);

    it("samples that do not fit the network", async () => {
      const fails = (samples: object, type: ErrorClass, ...facts: readonly RegExp[]) =>
        expectFailure(() => createTrainer(net, samples as Samples), type, /^createTrainer: /, ...facts);
      await fails({ inputs: inputs.subarray(1), labels }, ShapeError, /5 numbers each, got 34/);
      await fails({ inputs: new Float32Array(0), labels }, ShapeError, /5 numbers each, got 0/);
      await fails({ inputs, labels: labels.subarray(1) }, ShapeError, /6 labels for 7 samples/);
      await fails({ inputs, labels: [0, 1, 2, 3, 0, 1, 2] }, RangeError, /sample 3.*0 to 2, got 3/);
      await fails({ inputs }, TypeError, /labels or targets, got neither/);
      await fails({ inputs: Array.from(inputs), labels }, TypeError, /inputs.*Float32Array, got Array/);
      await fails({ inputs, targets: new Float64Array(21) }, TypeError, /targets.*got Float64Array/);
      await fails({ inputs, targets: new Float32Array(20) }, ShapeError, /7 × 3 targets, got 20/);
      const infinite = inputs.map((x, i) => (i === 9 ? NaN : x));
      await fails({ inputs: infinite, labels }, RangeError, /inputs: number 9 is NaN/);
    });

    it("options that it does not take", async () => {
      const fails = (options: object, type: ErrorClass, ...facts: readonly RegExp[]) =>
        expectFailure(() => createTrainer(net, { inputs, labels }, options), type, ...facts);
      await fails({ batchSize: -3 }, RangeError, /^createTrainer: batchSize.*got -3/);
      await fails({ batchsize: 3 }, TypeError, /^createTrainer: unknown option batchsize;.*batchSize/);
      await fails({ precomputeLimitBytes: NaN }, RangeError, /precomputeLimitBytes.*got NaN/);
      await fails(
        { penalties: { kernel: { l2: 1 } } },
        TypeError,
        /penalties: unknown option kernel;.*kernels/,
      );
      await fails({ penalties: { kernels: { l1: -1 } } }, RangeError, /penalties: kernels: l1.*got -1/);
      await fails({ optimizer: { kind: "sgd", lr: 5 } }, TypeError, /optimizer: unknown option lr/);
      await fails({ optimizer: { kind: "sgd", learningRate: -1 } }, RangeError, /learningRate.*got -1/);
    });

    it("networks that it cannot train", async () => {
      const fails = (of: Network, ...facts: readonly RegExp[]) =>
        expectFailure(() => createTrainer(of, { inputs, labels }), TypeError, ...facts);
      await fails(withTrainable(net, "none"), /nothing in the network is trainable/);
      await fails(network([{ kind: "dense", units: 3 }]), /cross-entropy.*softmax/);
    });

    it("steps on samples that are not there, and two at a time", async () => {
      const trainer = await createTrainer(net, { inputs, labels });
      const refuses = (batch: number[], type: ErrorClass, fact: RegExp, factor?: number) =>
        expectFailure(() => trainer.step(batch, factor), type, fact);
      await refuses([0, 7], RangeError, /sample 1.*0 to 6, got 7/);
      await refuses([0.5], RangeError, /sample 0.*0 to 6, got 0.5/);
      await refuses([], RangeError, /at least one sample/);
      await refuses([0], RangeError, /factor on the learning rate.*got NaN/, NaN);
      const first = trainer.step([0]);
      await refuses([1], Error, /has not finished/);
      expect((await first).loss).toBeGreaterThan(0);
      expect((await trainer.step([1])).loss).toBeGreaterThan(0);
      await trainer.release();
    });
  });
});
