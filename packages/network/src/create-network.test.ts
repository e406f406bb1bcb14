import { deriveSeed, randomNormal, randomUniform } from "@reciprocal/spectral";
import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { createNetwork } from "./create-network.js";
import { forward } from "./forward.js";
import type { LayerSpec } from "./kinds/index.js";
import { materialize } from "./matrix/materialize.js";
import type { DenseLayer } from "./kinds/dense.js";
import type { MappingLayer } from "./kinds/index.js";
import type { QrLayer } from "./kinds/s-qr.js";
import type { SvdLayer } from "./kinds/s-svd.js";
import type { SpectralLayer } from "./kinds/spectral.js";
import { parameters } from "./parameters.js";
import { phiValues } from "./phi-values.js";
import { mappingKinds } from "./testing/mapping-kinds.js";
import { withParameters } from "./with-parameters.js";
import { withTrainable } from "./with-trainable.js";

function single<L extends MappingLayer>(spec: LayerSpec, inputs = 784, seed = 0): L {
  return createNetwork({ inputShape: inputs, layers: [spec], seed }).layers[0] as L;
}

/** Mean and standard deviation within four standard errors of the expected ones, all values in [low, high]. */
function expectUniform(values: Float32Array, low: number, high: number): void {
  const { mean, deviation } = moments(values);
  const expected = (high - low) / Math.sqrt(12);
  expect(Math.abs(mean - (low + high) / 2)).toBeLessThan((4 * expected) / Math.sqrt(values.length));
  expect(Math.abs(deviation / expected - 1)).toBeLessThan(2 / Math.sqrt(values.length)); // kurtosis 1.8
  expect(Math.min(...values)).toBeGreaterThanOrEqual(Math.fround(low));
  expect(Math.max(...values)).toBeLessThanOrEqual(Math.fround(high));
}

function expectNormal(values: ArrayLike<number>, expected: number): void {
  const { mean, deviation } = moments(values);
  expect(Math.abs(mean)).toBeLessThan((4 * expected) / Math.sqrt(values.length));
  expect(Math.abs(deviation / expected - 1)).toBeLessThan(4 / Math.sqrt(2 * values.length));
}

function moments(values: ArrayLike<number>) {
  const all = Array.from(values);
  const mean = all.reduce((sum, value) => sum + value, 0) / all.length;
  const variance = all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length;
  return { mean, deviation: Math.sqrt(variance) };
}

type ErrorClass = new (message: string) => Error;

describe("createNetwork", () => {
  it("adds a layer for every activation but linear", () => {
    const { inputShape, layers } = createNetwork({
      inputShape: 4,
      layers: [
        { kind: "dense", units: 3, activation: "relu" },
        { kind: "spectral", units: 2, activation: "linear" },
        { kind: "s-svd", units: 5 },
        { kind: "s-qr", units: 6, activation: "softmax" },
      ],
    });
    const sizes = layers.map((layer) =>
      "inputs" in layer ? [layer.inputs, layer.outputs] : layer.activation,
    );
    expect(inputShape).toEqual([4]);
    expect(layers.map(({ kind }) => kind)).toEqual([
      "dense",
      "activation",
      "spectral",
      "s-svd",
      "s-qr",
      "activation",
    ]);
    expect(sizes).toEqual([[4, 3], "relu", [3, 2], [2, 5], [5, 6], "softmax"]);
  });

  it("starts dense kernels Glorot uniform and biases from zero, as published", () => {
    const { kernel, bias, trainable } = single<DenseLayer>({ kind: "dense", units: 50, start: "published" });
    const limit = Math.sqrt(6 / 834);
    expectUniform(kernel, -limit, limit);
    expect(bias).toEqual(new Float32Array(50));
    expect(trainable).toEqual({ kernel: true, bias: true });
  });

  it("starts a spectral layer from the published distributions with φ = U diag(s) Vᵀ frozen", () => {
    const layer = single<SpectralLayer>({ kind: "spectral", units: 500, start: "published" });
    expectUniform(layer.lambdaIn, -0.97, 0.97);
    expectUniform(layer.lambdaOut, -0.13, 0.13);
    expect(layer.phi).toEqual({
      rows: 500,
      columns: 784,
      recipe: {
        kind: "svd-product",
        seed: deriveSeed(deriveSeed(0, "layer", 0), "phi"),
        deviation: 0.04,
        maximum: 3,
      },
    });
    // Var φ_ij = k · 0.04⁴ · E s² = 500 · 0.04⁴ · 3; the entries of a row are not independent, so 5 % and no more
    expect(moments(materialize(layer.phi)).deviation).toBeCloseRelative(Math.sqrt(1500) * 0.04 ** 2, {
      relative: 0.05,
    });
    expect(layer.trainable).toEqual({ lambdaIn: true, lambdaOut: true, phi: false, bias: true });
  });

  it("fixes λ_in at zero where one set of eigenvalues trains", () => {
    const spec = { kind: "spectral", units: 500, eigenvalues: "one" } as const;
    const unit = single<SpectralLayer>(spec);
    expect([unit.lambdaIn, unit.lambdaOut]).toEqual([new Float32Array(784), new Float32Array(500).fill(1)]);
    const layer = single<SpectralLayer>({ ...spec, start: "published" });
    expect(layer.lambdaIn).toEqual(new Float32Array(784));
    expectUniform(layer.lambdaOut, -0.5, 0.5);
    expect(layer.trainable).toEqual({ lambdaIn: false, lambdaOut: true, phi: false, bias: true });
  });

  it("makes φ as asked and lets it train when asked", () => {
    const phi = { kind: "normal", deviation: 0.1 } as const;
    const layer = single<SpectralLayer>({ kind: "spectral", units: 100, phi, trainable: { phi: true } });
    expectNormal(materialize(layer.phi), 0.1);
    expect(layer.trainable.phi).toBe(true);
  });

  it("starts S-SVD from the published values", () => {
    const layer = single<SvdLayer>({ kind: "s-svd", units: 300, start: "published" });
    expect(layer.lambdaIn).toEqual(new Float32Array(784));
    expect(layer.lambdaOut).toEqual(new Float32Array(300).fill(1));
    expectUniform(layer.s, 0, 3);
    expect(layer.s).toHaveLength(300);
    expect([layer.U.rows, layer.U.columns, layer.V.rows, layer.V.columns]).toEqual([300, 300, 784, 300]);
    expectNormal(materialize(layer.U), 0.04);
    expectNormal(materialize(layer.V), 0.04);
    expect(materialize(layer.U)[0]).not.toBe(materialize(layer.V)[0]);
  });

  it.each([
    ["more inputs than outputs", 120, 80],
    ["fewer inputs than outputs", 80, 120],
    ["as many inputs as outputs", 100, 100],
  ])("starts S-QR from the factors of a normal matrix: %s", (_, inputs, units) => {
    const layer = single<QrLayer>({ kind: "s-qr", units, start: "published" }, inputs);
    const k = Math.min(inputs, units);
    const phi = phiValues(layer);
    expect(layer.R).toHaveLength((k * (k + 1)) / 2);
    expectNormal(phi, 0.036);
    expectUniform(layer.lambdaIn, -0.97, 0.97);
    expectUniform(layer.lambdaOut, -0.13, 0.13);

    if (inputs === units) return; // there φ is another normal matrix than the one that was factored
    const factored = randomNormal(inputs * units, {
      seed: deriveSeed(deriveSeed(0, "layer", 0), "Q"),
      deviation: 0.036,
    });
    // R and Q are each rounded to float32: 2 · 2⁻²⁴ of Σ |R_il Q_lj|, which is at most |row of R| = 0.036 √120
    expect(phi).toBeCloseRelative(factored, { relative: 0, absolute: 2 ** -23 * 0.036 * Math.sqrt(120) * 2 });
  });

  it("takes other initial values, one for all or an interval", () => {
    const layer = single<QrLayer>({ kind: "s-qr", units: 5, lambdaIn: 1, lambdaOut: { low: 2, high: 3 } }, 4);
    const svd = single<SvdLayer>({ kind: "s-svd", units: 5, s: 0.5 }, 4);
    expect([...layer.lambdaIn]).toEqual([1, 1, 1, 1]);
    expect(layer.lambdaOut.every((value) => 2 <= value && value <= 3)).toBe(true);
    expect([...svd.s]).toEqual([0.5, 0.5, 0.5, 0.5]);
  });

  it("starts layers with eigenvalues from w = φ unless told otherwise", () => {
    for (const kind of ["spectral", "s-svd", "s-qr"] as const) {
      const layer = single<SpectralLayer>({ kind, units: 5 }, 4);
      expect([...layer.lambdaIn, ...layer.lambdaOut]).toEqual([1, 1, 1, 1, 0, 0, 0, 0, 0]);
    }
    expect([...single<SvdLayer>({ kind: "s-svd", units: 5 }, 4).s]).toEqual([1, 1, 1, 1]);
  });

  it("draws each group from a stream named by layer and group", () => {
    const seed = deriveSeed(deriveSeed(9, "layer", 1), "lambdaIn");
    const network = createNetwork({
      inputShape: 4,
      layers: [
        { kind: "dense", units: 3, activation: "relu" },
        { kind: "spectral", units: 2, start: "published" },
      ],
      seed: 9,
    });
    const expected = Float32Array.from(randomUniform(3, { seed, low: -0.97, high: 0.97 }));
    expect((network.layers[2] as SpectralLayer).lambdaIn).toEqual(expected);
  });

  it("changes no other number when a bias, an activation or a later layer changes", () => {
    for (const kind of mappingKinds) {
      const first = (spec: Partial<LayerSpec>, last: LayerSpec) =>
        parameters(createNetwork({ inputShape: 6, layers: [{ kind, units: 4, ...spec }, last], seed: 3 }))
          .filter(({ layer, name }) => layer === 0 && name !== "bias")
          .map(({ name, values }) => [name, values]);
      const before = first({}, { kind: "dense", units: 2 });
      expect(first({ useBias: false }, { kind: "dense", units: 2 })).toEqual(before);
      expect(first({ activation: "tanh" }, { kind: "s-qr", units: 9 })).toEqual(before);
    }
  });

  it("gives the first values of seed 1 that it always gave", () => {
    const firsts = createNetwork({
      inputShape: 5,
      layers: [
        { kind: "dense", units: 4, start: "published", useBias: false },
        { kind: "spectral", units: 3, start: "published", useBias: false, trainable: { phi: true } },
        { kind: "s-svd", units: 4, start: "published", useBias: false },
        { kind: "s-qr", units: 3, start: "published", useBias: false },
      ],
      seed: 1,
    });
    const pinned = parameters(firsts).map(({ layer, name, values }) => `${layer} ${name} ${values[0]}`);
    expect(pinned).toMatchInlineSnapshot(`
      [
        "0 kernel 0.3058694005012512",
        "1 lambdaIn 0.49676257371902466",
        "1 lambdaOut -0.10076098144054413",
        "1 phi -0.0020724560599774122",
        "2 lambdaIn 0",
        "2 lambdaOut 1",
        "2 s 1.8668180704116821",
        "3 lambdaIn -0.6652418375015259",
        "3 lambdaOut -0.10562346875667572",
        "3 R 0.07552449405193329",
      ]
    `);
  });

  it("gives another network for another seed", () => {
    const layers: LayerSpec[] = [{ kind: "spectral", units: 3 }];
    const outputs = (seed: number) => forward(createNetwork({ inputShape: 2, layers, seed }), [1, 2]);
    expect(outputs(1)).toEqual(outputs(1));
    expect(outputs(1)).not.toEqual(outputs(2));
  });

  it("freezes every object and list of the network", () => {
    const network = createNetwork({
      inputShape: 3,
      layers: [{ kind: "spectral", units: 2, activation: "relu" }],
    });
    const layer = network.layers[0] as SpectralLayer;
    const parts = [network, network.layers, layer, layer.trainable, layer.phi, network.layers[1]];
    expect(parts.map(Object.isFrozen)).toEqual(parts.map(() => true));
    expect("recipe" in layer.phi && Object.isFrozen(layer.phi.recipe)).toBe(true);
  });

  it.each<[RegExp, ErrorClass, unknown]>([
    [/inputShape.*got 2\.5/, RangeError, { inputShape: 2.5, layers: [] }],
    [/inputShape.*array of 0/, RangeError, { inputShape: [], layers: [] }],
    [/inputShape\[1\].*got 0/, RangeError, { inputShape: [28, 0], layers: [] }],
    [/.*unknown option inputs/, TypeError, { inputs: 2, layers: [] }],
    [/inputShape.*got undefined/, TypeError, { layers: [] }],
    [/.*unknown option seeds/, TypeError, { inputShape: 2, layers: [], seeds: 1 }],
    [/layers.*got undefined/, TypeError, { inputShape: 2 }],
    [/layers must be.*at least 1.*/, RangeError, { inputShape: 2, layers: [] }],
    [/spec 0 \(dense\): units.*got 0/, RangeError, { inputShape: 2, layers: [{ kind: "dense", units: 0 }] }],
    [/spec 0: kind.*got conv/, TypeError, { inputShape: 2, layers: [{ kind: "conv", units: 1 }] }],
    [
      /spec 0 \(dense\): activation.*got "swish"/,
      TypeError,
      { inputShape: 2, layers: [{ kind: "dense", units: 1, activation: "swish" }] },
    ],
    [
      /spec 0 \(dense\): .*unknown option bias/,
      TypeError,
      { inputShape: 2, layers: [{ kind: "dense", units: 3, bias: false }] },
    ],
    [
      /spec 0 \(spectral\): .*unknown option s/,
      TypeError,
      { inputShape: 2, layers: [{ kind: "spectral", units: 3, s: 1 }] },
    ],
    [
      /spec 0 \(s-qr\): useBias.*got "no"/,
      TypeError,
      { inputShape: 2, layers: [{ kind: "s-qr", units: 3, useBias: "no" }] },
    ],
    [
      /spec 0 \(dense\): sparsity.*got NaN/,
      RangeError,
      { inputShape: 2, layers: [{ kind: "dense", units: 3, sparsity: NaN }] },
    ],
    [
      /spec 0 \(s-qr\): useBias.*got null/,
      TypeError,
      { inputShape: 2, layers: [{ kind: "s-qr", units: 3, useBias: null }] },
    ],
    [
      /spec 0 \(dense\): slope is for the activation leaky-relu alone, got it with elu/,
      TypeError,
      { inputShape: 2, layers: [{ kind: "dense", units: 1, activation: "elu", slope: 0.1 }] },
    ],
    [
      /spec 0 \(dense\): slope is for the activation leaky-relu alone, got it with linear/,
      TypeError,
      { inputShape: 2, layers: [{ kind: "dense", units: 1, slope: 0.1 }] },
    ],
    [
      /spec 0 \(dense\): slope must be .*got 1.5/,
      RangeError,
      { inputShape: 2, layers: [{ kind: "dense", units: 1, activation: "leaky-relu", slope: 1.5 }] },
    ],
    [
      /spec 0 \(spectral\): eigenvalues.*got "three"/,
      TypeError,
      { inputShape: 2, layers: [{ kind: "spectral", units: 1, eigenvalues: "three" }] },
    ],
    [
      /spec 0 \(spectral\): lambdaIn.*got low 1, high 0/,
      RangeError,
      { inputShape: 2, layers: [{ kind: "spectral", units: 1, lambdaIn: { low: 1, high: 0 } }] },
    ],
    [
      /spec 0 \(s-svd\): s must.*got low NaN, high NaN/,
      RangeError,
      { inputShape: 2, layers: [{ kind: "s-svd", units: 1, s: NaN }] },
    ],
  ])("rejects %s", (message, error, options) => {
    const create = () => createNetwork(options as Parameters<typeof createNetwork>[0]);
    expect(create).toThrow(error);
    expect(create).toThrow(message);
    expect(create).toThrow(/^createNetwork: /);
  });

  it.each(mappingKinds)(
    "keeps the sparsity of a %s layer, which changes no initial value and outlives other changes",
    (kind) => {
      const made = (sparsity: object) =>
        createNetwork({ inputShape: 3, layers: [{ kind, units: 2, ...sparsity }] });
      const plain = made({}).layers[0]!;
      expect(plain).not.toHaveProperty("sparsity");
      expect(made({ sparsity: 0 }).layers[0]).toEqual(plain);
      expect(made({ sparsity: 0.5 }).layers[0]).toEqual({ ...plain, sparsity: 0.5 });
      const changed = withParameters(withTrainable(made({ sparsity: 0.5 }), "all"), [
        { layer: 0, name: "bias", values: [1, 2] },
      ]);
      expect(changed.layers[0]).toMatchObject({ sparsity: 0.5 });
    },
  );

  it("rejects a recipe or seed out of range", () => {
    const layers: LayerSpec[] = [{ kind: "s-svd", units: 2, deviation: -1 }];
    expect(() => createNetwork({ inputShape: 2, layers })).toThrow(/spec 0 \(s-svd\): deviation.*got -1/);
    expect(() => createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 1 }], seed: -1 })).toThrow(
      RangeError,
    );
  });
});
