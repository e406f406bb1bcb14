import {
  createNetwork,
  type LayerSpec,
  matrixDigest,
  parameters,
  ShapeError,
  trainableParameters,
} from "@reciprocal/network";
import {
  fill,
  grad,
  io,
  memory,
  ones,
  sum,
  tensor,
  tensor2d,
  tensor3d,
  tidy,
  type Tensor,
} from "@tensorflow/tfjs-core";
import {
  constraints,
  initializers,
  layers,
  loadLayersModel,
  regularizers,
  sequential,
} from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { type ErrorClass, errorWith } from "@reciprocal/test-utils";
import { eachBackend } from "../testing/each-backend.js";
import { productsOf } from "../testing/kernel-counts.js";
import { numbersOf } from "../testing/numbers-of.js";
import { savedModel } from "../testing/saved-model.js";
import type { Mapping } from "./mapping.js";
import type { MappingArguments } from "./mapping-arguments.js";
import { qrDense } from "../kinds/s-qr.js";
import { registerLayers } from "../register-layers.js";
import { sparseDense } from "../kinds/dense.js";
import { type SpectralDenseArgs, spectralDense } from "../kinds/spectral.js";
import { svdDense } from "../kinds/s-svd.js";

const builtFor = <L extends Mapping>(layer: L, inputs: number): L => {
  layer.build([null, inputs]);
  return layer;
};

const specs: readonly [LayerSpec, (args: MappingArguments) => Mapping][] = [
  [{ kind: "spectral", units: 4 }, spectralDense],
  [
    { kind: "spectral", units: 4, eigenvalues: "one" },
    (args) => spectralDense({ ...args, eigenvalues: "one" }),
  ],
  [{ kind: "s-svd", units: 4 }, svdDense],
  [{ kind: "s-qr", units: 4 }, qrDense],
  [{ kind: "dense", units: 4 }, (args) => sparseDense({ ...args, sparsity: 0.5 })],
];

eachBackend("initial values", () => {
  it.each(specs)("are those of createNetwork, number for number: %o", (spec, make) => {
    for (const inputs of [6, 3]) {
      const layer = builtFor(make({ units: 4, seed: 9 }), inputs);
      const network = createNetwork({ inputShape: inputs, layers: [spec], seed: 9 });
      const numbers = numbersOf(layer);
      for (const { name, values } of parameters(network)) {
        expect(numbers[name], name).toEqual(Float64Array.from(values));
      }
      expect([...layer.trainableGroups]).toEqual(trainableParameters(network).map(({ name }) => name));
      // exactly what training changes, no number more
      const trained = trainableParameters(network).reduce((count, { values }) => count + values.length, 0);
      expect(layer.trainableWeights.reduce((count, weight) => count + weight.read().size, 0)).toBe(trained);
    }
  });

  it("follow the matrix that is asked for, and its seed", () => {
    const phi = { kind: "normal", deviation: 2 } as const;
    const network = createNetwork({
      inputShape: 3,
      layers: [{ kind: "spectral", units: 4, phi, trainable: { phi: true } }],
      seed: 5,
    });
    const own = (given: SpectralDenseArgs["phi"]) =>
      numbersOf(builtFor(spectralDense({ units: 4, seed: 5, phi: given! }), 3))["phi"]!;
    expect(own(phi)).toEqual(
      Float64Array.from(parameters(network).find(({ name }) => name === "phi")!.values),
    );
    expect(own({ ...phi, seed: 6 })).not.toEqual(own(phi));
  });

  it("leave λ_in of one set of eigenvalues alone if trainableGroups is undefined", () => {
    const layer = spectralDense({ units: 2, eigenvalues: "one", trainableGroups: undefined as never });
    expect([...layer.trainableGroups]).toEqual(["lambdaOut", "bias"]);
  });

  it("give R the deviation of Q's recipe", () => {
    const R = (deviation: number) =>
      numbersOf(builtFor(qrDense({ units: 4, Q: { kind: "q-of-normal", deviation } }), 6))["R"]!;
    const network = createNetwork({ inputShape: 6, layers: [{ kind: "s-qr", units: 4, deviation: 0.5 }] });
    expect(R(0.5)).toEqual(Float64Array.from(parameters(network).find(({ name }) => name === "R")!.values));
    expect(R(1)).toBeCloseRelative(
      R(0.5).map((value) => 2 * value),
      { relative: 1e-6 },
    );
  });
});

eachBackend("a layer", () => {
  it("takes Keras initializers, by object, name or config, and saves them", () => {
    const layer = builtFor(
      spectralDense({
        units: 3,
        lambdaInInitializer: initializers.constant({ value: 2 }),
        lambdaOutInitializer: "zeros",
        biasInitializer: { className: "Constant", config: { value: 7 } },
      }),
      2,
    );
    const { lambdaIn, lambdaOut, bias } = numbersOf(layer);
    expect([[...lambdaIn!], [...lambdaOut!], [...bias!]]).toEqual([
      [2, 2],
      [0, 0, 0],
      [7, 7, 7],
    ]);
    expect(layer.getConfig()).toMatchObject({
      lambdaInInitializer: { className: "Constant", config: { value: 2 } },
      lambdaOutInitializer: { className: "Zeros", config: {} },
    });
  });

  it("does not share a matrix with its caller", () => {
    const V = Float32Array.of(1, 2, 3, 4, 5, 6);
    const layer = builtFor(svdDense({ units: 2, V }), 3);
    V.fill(0);
    expect([...numbersOf(layer)["V"]!]).toEqual([1, 2, 3, 4, 5, 6]);
    const phi = Float32Array.of(1, 2, 3);
    const later = spectralDense({ units: 1, phi });
    phi.fill(0);
    expect([...numbersOf(builtFor(later, 3))["phi"]!]).toEqual([1, 2, 3]);
  });

  it("makes a matrix a weight when an initializer is given for it", () => {
    const layer = builtFor(spectralDense({ units: 2, phiInitializer: "ones", useBias: false }), 2);
    expect(layer.weights.map(({ name }) => name.replace(/_\d+$/, ""))).toEqual([
      "lambdaIn",
      "lambdaOut",
      "phi",
    ]);
    expect([...numbersOf(layer)["phi"]!]).toEqual([1, 1, 1, 1]);
    expect(layer.getConfig()).toMatchObject({ phi: "weights" });
  });

  it("does not compute before the numbers of a matrix of a config are set", () => {
    const layer = spectralDense({ name: "late", units: 2, phi: "weights" });
    const x = ones([1, 1]);
    expect(() => layer.apply(x)).toThrow(errorWith(Error, "late: ", "phi"));
    const values = [[1], [0, 0], [[2, 3]], [5, 5]].map((value) => tensor(value as number[]));
    layer.setWeights(values);
    expect((layer.apply(x) as Tensor).arraySync()).toEqual([[7, 8]]);
    // nothing to wait for
    const begun = spectralDense({ units: 2, phi: "weights", phiInitializer: "ones" });
    expect((begun.apply(x) as Tensor).shape).toEqual([1, 2]);
  });

  it("adds its regularizers to the loss", () => {
    const layer = spectralDense({
      units: 3,
      lambdaOutInitializer: "ones",
      lambdaOutRegularizer: regularizers.l2({ l2: 0.5 }),
    });
    builtFor(layer, 2);
    expect(layer.calculateLosses().map((loss) => loss.dataSync()[0])).toEqual([1.5]);
  });

  it("applies constraints as tf.layers.dense does, when weights are set", () => {
    const layer = builtFor(
      spectralDense({ units: 1, useBias: false, lambdaInConstraint: constraints.nonNeg() }),
      2,
    );
    layer.setWeights([tensor([-1, 2]), tensor([3])]);
    expect([...numbersOf(layer)["lambdaIn"]!]).toEqual([0, 2]);
  });

  it("does not apply them after a step, which TensorFlow.js 4.22 does not do for its own layers either", async () => {
    const biasAfter = async (layer: layers.Layer) => {
      const model = sequential({ layers: [layer] });
      model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
      await model.fit(ones([2, 1]), fill([2, 1], -5), { verbose: 0, yieldEvery: "never" });
      return layer.weights.at(-1)!.read().dataSync()[0];
    };
    const args = { units: 1, inputShape: [1], biasConstraint: constraints.nonNeg() };
    expect(await biasAfter(layers.dense(args))).toBeLessThan(0);
    expect(await biasAfter(spectralDense(args))).toBeLessThan(0);
  });

  it("treats every row of an input of more dimensions alike", () => {
    const layer = svdDense({ units: 3, activation: "tanh", U: { kind: "normal", deviation: 1 } });
    const values = Float32Array.from({ length: 24 }, (_, index) => Math.sin(index));
    const flat = layer.apply(tensor2d(values, [6, 4])) as Tensor;
    const stacked = layer.apply(tensor3d(values, [2, 3, 4])) as Tensor;
    expect(stacked.shape).toEqual([2, 3, 3]);
    expect(stacked.dataSync()).toEqual(flat.dataSync());
  });

  it("has a kernel with what it masks set to zero", () => {
    const layer = builtFor(sparseDense({ units: 2, sparsity: 0.5, useBias: false }), 2);
    layer.setWeights([tensor2d([1, -4, 3, 2], [2, 2])]);
    expect(layer.kernel().arraySync()).toEqual([
      [0, -4],
      [3, 0],
    ]);
    // the numbers themselves stay, and come back when others become smaller
    layer.setWeights([tensor2d([1, -4, 0.1, 2], [2, 2])]);
    expect(layer.kernel().arraySync()).toEqual([
      [0, -4],
      [0, 2],
    ]);
  });

  it("keeps its matrices when it is built inside a tidy, and disposes of them with its weights", () => {
    const before = memory().numTensors;
    const layer = svdDense({ units: 3 });
    const once = () => tidy(() => layer.apply(ones([2, 4])) as Tensor).dispose();
    once();
    once();
    layer.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it("does not thaw what is frozen when a model is switched off and on", () => {
    const layer = spectralDense({ units: 2, inputShape: [3], trainableGroups: ["lambdaOut"] });
    const model = sequential({ layers: [layer] });
    model.trainable = false;
    model.trainable = true;
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    expect(model.trainableWeights.map(({ originalName }) => originalName)).toEqual([
      `${layer.name}/lambdaOut`,
    ]);
    model.dispose();
  });

  it("trains nothing if it is not trainable, and passes the gradient on", async () => {
    const model = sequential({
      layers: [
        spectralDense({ units: 3, inputShape: [2], phi: { kind: "normal", deviation: 1 } }),
        qrDense({ units: 3, trainable: false }),
      ],
    });
    const [first, second] = model.layers as [Mapping, Mapping];
    const before = [numbersOf(first), numbersOf(second)];
    model.compile({ optimizer: "sgd", loss: "meanSquaredError" });
    await model.fit(ones([4, 2]), ones([4, 3]), { verbose: 0, yieldEvery: "never" });
    expect(numbersOf(second)).toEqual(before[1]);
    expect(numbersOf(first)["lambdaIn"]).not.toEqual(before[0]!["lambdaIn"]);
    model.dispose();
  });
});

eachBackend("a layer among others", () => {
  it("computes no gradient of its own if it is not trainable", async () => {
    const layer = spectralDense({
      units: 4,
      trainable: false,
      trainableGroups: ["lambdaIn", "lambdaOut", "phi"],
    });
    const x = ones([600, 3]);
    layer.apply(x);
    expect(layer.weights.filter((weight) => weight.trainable)).toEqual([]);
    const shapes = await productsOf(() => grad((x) => sum(layer.apply(x) as Tensor))(x));
    // y and dx, twice where φ is applied
    expect(new Set(shapes)).toEqual(new Set(["600×4", "600×3"]));
    layer.dispose();
  });

  it("refuses an input of another width than it was built for", () => {
    const layer = builtFor(svdDense({ name: "narrow", units: 2 }), 3);
    expect(() => layer.apply(ones([2, 4]))).toThrow(
      "Input 0 is incompatible with layer narrow: expected axis -1 of input shape to have value 3",
    );
  });

  it("passes masks on and calls hooks, as tf.layers.dense does", () => {
    const layer = builtFor(svdDense({ units: 2 }), 3);
    const [x, mask] = [ones([2, 3]), ones([2])];
    expect(layer.computeMask(x, mask)).toBe(mask);
    let hooked: unknown;
    layer.setCallHook((inputs) => (hooked = inputs));
    layer.apply(x);
    expect(hooked).toBe(x);
  });
});

eachBackend("a saved layer", () => {
  registerLayers();
  const spectral = () => sequential({ layers: [spectralDense({ units: 4, inputShape: [3], seed: 2 })] });

  it("holds the recipe and the digest of φ, and no number of it", async () => {
    const { modelTopology, weightSpecs, weightData } = await savedModel(spectral());
    const source = (
      createNetwork({ inputShape: 3, layers: [{ kind: "spectral", units: 4 }], seed: 2 }).layers[0] as never
    )["phi"] as Parameters<typeof matrixDigest>[0] & { recipe: unknown };
    const [{ config }] = (modelTopology as { config: { layers: [{ config: object }] } }).config.layers;
    expect(config).toMatchObject({ phi: source.recipe, phi_digest: matrixDigest(source) });
    expect(weightSpecs!.map(({ name }) => name.split("/").at(-1))).toEqual(["lambdaIn", "lambdaOut", "bias"]);
    expect((weightData as ArrayBuffer).byteLength).toBe(4 * (3 + 4 + 4));
  });

  it("is not loaded with another φ than it was saved with", async () => {
    const artifacts = await savedModel(spectral());
    const text = JSON.stringify(artifacts.modelTopology);
    const digest = /"phi_digest":"([0-9a-f]{64})"/.exec(text)![1]!;
    const load = (from: string | RegExp, to: string) =>
      loadLayersModel(
        io.fromMemory({ ...artifacts, modelTopology: JSON.parse(text.replace(from, to)) as object }),
      );
    const before = memory().numTensors;
    await expect(load(digest, "0".repeat(64))).rejects.toThrow(
      errorWith(Error, "phi", "digest", "0".repeat(64), `got ${digest}`),
    );
    await expect(load(/"deviation":[\d.]+/, '"deviation":0.05')).rejects.toThrow(
      errorWith(Error, "phi", "digest"),
    );
    expect(memory().numTensors).toBe(before);
  });

  it("holds a matrix that was given by its numbers", async () => {
    const phi = Float32Array.of(1, 2, 3, 4, 5, 6);
    const model = sequential({ layers: [spectralDense({ units: 2, inputShape: [3], phi })] });
    const artifacts = await savedModel(model);
    const loaded = await loadLayersModel(io.fromMemory(artifacts));
    const layer = loaded.layers[0] as Mapping;
    expect([...numbersOf(layer)["phi"]!]).toEqual([...phi]);
    // in × out: the columns of φ
    expect(layer.getWeights()[2]!.arraySync()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
    expect(layer.trainableWeights).toHaveLength(3);
  });
});

describe("a layer's arguments", () => {
  const make: readonly ((args: never) => layers.Layer)[] = [spectralDense, svdDense, qrDense, sparseDense];

  it.each(make)("are refused if units are missing, or nothing is given: %o", (make) => {
    expect(() => make({} as never)).toThrow(errorWith(TypeError, "units", "got undefined"));
    expect(() => make(undefined as never)).toThrow(errorWith(TypeError, "units", "got undefined"));
    expect(() => make(3 as never)).toThrow(errorWith(TypeError, "options", "got 3"));
  });

  it.each<[type: ErrorClass, facts: string[], () => layers.Layer]>([
    [
      TypeError,
      [
        "spectral_dense_1: ",
        "Seed",
        "did you mean seed",
        "units",
        "trainableGroups",
        "lambdaIn",
        "eigenvalues",
      ],
      () => spectralDense({ name: "spectral_dense_1", units: 3, Seed: 1 } as never),
    ],
    [TypeError, ["a: ", "train"], () => spectralDense({ name: "a", units: 3, train: ["bias"] } as never)],
    [RangeError, ["a: units", "got 0"], () => spectralDense({ name: "a", units: 0 })],
    [TypeError, ["a: units", "undefined"], () => spectralDense({ name: "a" } as never)],
    [TypeError, ["a: useBias", 'got "no"'], () => svdDense({ name: "a", units: 1, useBias: "no" as never })],
    [RangeError, ["a: sparsity", "got 1"], () => qrDense({ name: "a", units: 1, sparsity: 1 })],
    [RangeError, ["a: sparsity", "got NaN"], () => qrDense({ name: "a", units: 1, sparsity: NaN })],
    [TypeError, ["a: sparsity", "got undefined"], () => sparseDense({ name: "a", units: 1 } as never)],
    [RangeError, ["a: seed", "got -1"], () => spectralDense({ name: "a", units: 1, seed: -1 })],
    [
      TypeError,
      ["a: phiDigest", "got 5"],
      () => spectralDense({ name: "a", units: 1, phiDigest: 5 as never }),
    ],
    ...[null, "bias"].map((trainableGroups): [ErrorClass, string[], () => layers.Layer] => [
      TypeError,
      ["a: trainableGroups", `got ${JSON.stringify(trainableGroups)}`],
      () => svdDense({ name: "a", units: 1, trainableGroups: trainableGroups as never }),
    ]),
    [
      TypeError,
      ["a: trainableGroups", "lambdaIn, lambdaOut, R, bias", 'got "phi"'],
      () => qrDense({ name: "a", units: 1, trainableGroups: ["phi"] }),
    ],
    [
      TypeError,
      ["a: eigenvalues", "two, one", "got 2"],
      () => spectralDense({ name: "a", units: 1, eigenvalues: 2 as never }),
    ],
    [
      TypeError,
      ["a: phi", "recipe", "Float32Array", "got an array"],
      () => spectralDense({ name: "a", units: 1, phi: [1, 2] as never }),
    ],
    [
      TypeError,
      ["a: biasInitializer", "zeros", 'got "none"'],
      () => spectralDense({ name: "a", units: 1, biasInitializer: "none" }),
    ],
    [
      TypeError,
      ["a: lambdaInRegularizer", "registered", 'got "L3"'],
      () => spectralDense({ name: "a", units: 1, lambdaInRegularizer: { className: "L3", config: {} } }),
    ],
    [
      ShapeError,
      ["a: ", "[null, null]"],
      () => builtFor(spectralDense({ name: "a", units: 1 }), null as never),
    ],
    [
      ShapeError,
      ["a: phi", "6", "got 5"],
      () => builtFor(spectralDense({ name: "a", units: 2, phi: new Float32Array(5) }), 3),
    ],
    [TypeError, ["a: units", 'got "3"'], () => qrDense({ name: "a", units: "3" as never })],
    [
      TypeError,
      ["a: sparsity", 'got "0.5"'],
      () => sparseDense({ name: "a", units: 1, sparsity: "0.5" as never }),
    ],
    [
      TypeError,
      ["a: biasInitializer", "registered", "got 3"],
      () => svdDense({ name: "a", units: 1, biasInitializer: 3 as never }),
    ],
    [
      TypeError,
      ["a: ", "phi or phiInitializer"],
      () =>
        spectralDense({
          name: "a",
          units: 1,
          phi: { kind: "normal", deviation: 1 },
          phiInitializer: "ones",
        }),
    ],
    [
      TypeError,
      ['a: eigenvalues "one"', "got lambdaIn among trainableGroups"],
      () => spectralDense({ name: "a", units: 1, eigenvalues: "one", trainableGroups: ["lambdaIn"] }),
    ],
    [
      TypeError,
      ['a: eigenvalues "one"', "got a lambdaInInitializer"],
      () => spectralDense({ name: "a", units: 1, eigenvalues: "one", lambdaInInitializer: "ones" }),
    ],
    [
      TypeError,
      ["a: ", "V", "normal, svd-product, q-of-normal", 'got "even"'],
      () => builtFor(svdDense({ name: "a", units: 2, V: { kind: "even" } as never }), 3),
    ],
    ...[spectralDense, svdDense, qrDense].map((dense): [ErrorClass, string[], () => layers.Layer] => [
      RangeError,
      ["a: the matrices that are made", "at most 268435456 entries together", "got "],
      () => builtFor(dense({ name: "a", units: 18_000 }), 18_000),
    ]),
    [
      RangeError,
      ["a: ", "kernel", "at most 268435456 entries"],
      () => builtFor(sparseDense({ name: "a", units: 2 ** 40, sparsity: 0 }), 3),
    ],
  ])("are refused: %o %o", (type, facts, make) => {
    expect(make).toThrow(errorWith(type, ...facts));
  });

  it("give a layer a name of its own", () => {
    const [first, second] = [spectralDense({ units: 1 }), spectralDense({ units: 1 })];
    expect(first.name).toMatch(/^spectral_dense_\d+$/);
    expect(second.name).not.toBe(first.name);
    expect(spectralDense({ units: 1, name: "mine" }).name).toBe("mine");
  });
});
