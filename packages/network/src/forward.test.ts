import { ShapeError } from "@reciprocal/spectral";
import "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { createNetwork } from "./create-network.js";
import { forward } from "./forward.js";
import { layerKernel } from "./layer-kernel.js";
import { isReciprocal, type MappingLayer } from "./kinds/index.js";
import type { SpectralLayer } from "./kinds/spectral.js";
import type { Network } from "./network.js";
import { phiValues } from "./phi-values.js";
import { mappingKinds, reciprocalKinds } from "./testing/mapping-kinds.js";
import { toDense } from "./to-dense.js";

const f32 = (...values: number[]) => Float32Array.from(values);
const matrix = (rows: number, columns: number, ...values: number[]) => ({
  rows,
  columns,
  values: f32(...values),
});
const eigenvalues = { lambdaIn: true, lambdaOut: true, bias: true };

/** λ_in_j − λ_out_i = [[2, 1], [−1, −2]]; φ = [[1, 2], [3, 4]]; so w = [[2, 2], [−3, −8]] in all three. */
const spectra = { lambdaIn: f32(3, 2), lambdaOut: f32(1, 4) };
const byHand: readonly MappingLayer[] = [
  {
    kind: "dense",
    inputs: 2,
    outputs: 2,
    kernel: f32(2, 2, -3, -8),
    trainable: { kernel: true, bias: true },
  },
  {
    kind: "spectral",
    inputs: 2,
    outputs: 2,
    ...spectra,
    phi: matrix(2, 2, 1, 2, 3, 4),
    trainable: { ...eigenvalues, phi: false },
  },
  {
    // U diag(s) Vᵀ = [[1, 1], [3, 2]] diag(1, 2) [[1, 0], [0, 1]] = [[1, 2], [3, 4]]
    kind: "s-svd",
    inputs: 2,
    outputs: 2,
    ...spectra,
    U: matrix(2, 2, 1, 1, 3, 2),
    s: f32(1, 2),
    V: matrix(2, 2, 1, 0, 0, 1),
    trainable: { ...eigenvalues, s: true },
  },
  {
    // R Q = [[2, 0], [4, 2]] [[1/2, 1], [1/2, 0]] = [[1, 2], [3, 4]]
    kind: "s-qr",
    inputs: 2,
    outputs: 2,
    ...spectra,
    Q: matrix(2, 2, 0.5, 1, 0.5, 0),
    R: f32(2, 4, 2),
    trainable: { ...eigenvalues, R: true },
  },
];

describe("forward", () => {
  it("takes bytes as the fractions that they stand for, rounded to float32", () => {
    const network = createNetwork({
      inputShape: 3,
      layers: [{ kind: "dense", units: 2, activation: "tanh" }],
    });
    const bytes = Uint8Array.of(0, 1, 255, 77, 128, 3);
    const floats = Float32Array.from(bytes, (byte) => byte / 255);
    expect(forward(network, bytes)).toEqual(forward(network, floats));
  });

  it.each(byHand)("computes w x + b of a $kind layer", (layer) => {
    const network: Network = { inputShape: [2], layers: [{ ...layer, bias: f32(10, 20) }] };
    // w [1, 1] + b = [2 + 2 + 10, −3 − 8 + 20]; w [0, −1] + b = [−2 + 10, 8 + 20]
    expect([...forward(network, [1, 1, 0, -1])]).toEqual([14, 9, 8, 28]);
  });

  it.each(byHand)("computes w x of a $kind layer without bias", (layer) => {
    expect([...forward({ inputShape: [2], layers: [layer] }, [1, 1])]).toEqual([4, -11]);
  });

  it("passes the layers in order", () => {
    const network: Network = {
      inputShape: [2],
      layers: [
        byHand[0]!,
        { kind: "activation", activation: "relu" },
        byHand[1]!,
        { kind: "activation", activation: "softmax" },
      ],
    };
    // w [1, 1] = [4, −11], relu [4, 0], w [4, 0] = [8, −12], softmax [1 / (1 + e^−20), e^−20 / (1 + e^−20)]
    const tail = Math.exp(-20);
    expect([...forward(network, [1, 1], { upTo: 0 })]).toEqual([1, 1]);
    expect([...forward(network, [1, 1], { upTo: 1 })]).toEqual([4, -11]);
    expect([...forward(network, [1, 1], { upTo: 2 })]).toEqual([4, 0]);
    expect([...forward(network, [1, 1], { upTo: 3 })]).toEqual([8, -12]);
    expect(forward(network, [1, 1])).toBeCloseRelative([1 / (1 + tail), tail / (1 + tail)], {
      relative: 1e-14,
    });
  });

  it.each(byHand.filter(isReciprocal))(
    "gives the same outputs when one constant is added to both spectra of a $kind layer",
    (layer) => {
      const shift = (values: Float32Array) => values.map((value) => value + 5);
      const shifted = { ...layer, lambdaIn: shift(layer.lambdaIn), lambdaOut: shift(layer.lambdaOut) };
      const outputs = (changed: MappingLayer) => forward({ inputShape: [2], layers: [changed] }, [0.5, -3]);
      expect(outputs(shifted)).toEqual(outputs(layer));
    },
  );

  it("treats every sample of a batch alone", () => {
    const network = createNetwork({
      inputShape: 5,
      layers: [{ kind: "spectral", units: 3, activation: "softmax" }],
    });
    const batch = Float64Array.from({ length: 35 }, (_, index) => Math.sin(index));
    const alone = Array.from({ length: 7 }, (_, row) => [
      ...forward(network, batch.slice(5 * row, 5 * row + 5)),
    ]);
    expect([...forward(network, batch)]).toEqual(alone.flat());
  });

  it("does not modify the batch", () => {
    const batch = Float64Array.of(1, 1);
    const outputs = forward({ inputShape: [2], layers: [{ kind: "activation", activation: "relu" }] }, batch);
    outputs.fill(9);
    expect([...batch]).toEqual([1, 1]);
  });

  it("names what is wrong with a batch", () => {
    const network: Network = { inputShape: [2], layers: [byHand[0]!] };
    expect(() => forward(network, [1, 2, 3])).toThrow(
      new ShapeError("forward: inputs needs whole samples of 2 values, got 3 values"),
    );
    expect(() => forward(network, [])).toThrow(
      "forward: inputs needs whole samples of 2 values, got 0 values",
    );
    expect(() => forward(network, [1, NaN])).toThrow("forward: inputs must be finite, got NaN at index 1");
    expect(() => forward(network, [1, 2], { upTo: 2 })).toThrow(
      "forward: upTo must be an integer from 0 to 1, got 2",
    );
    expect(() => forward(network, [1, 2], { upTo: -1 })).toThrow("got -1");
    expect(() => forward(network, [1, 2], { upTo: NaN })).toThrow("got NaN");
  });

  it("checks the network first", () => {
    const network: Network = { inputShape: [2], layers: [{ ...byHand[0]!, bias: f32(NaN, 0) }] };
    expect(() => forward(network, [1, 2])).toThrow(
      "layer 0 (dense): bias must be finite, got NaN at index 0",
    );
  });
});

describe("a dynamic mask", () => {
  // w = [[2, 2], [−3, −8]]: round(0.75 · 4) = 3 weights go, and −8 stays
  const masked = byHand.map((layer) => ({ ...layer, sparsity: 0.75 }));

  it.each(masked)("leaves the largest weights of a $kind layer in forward and layerKernel", (layer) => {
    expect([...layerKernel(layer)]).toEqual([0, 0, 0, -8]);
    expect([...forward({ inputShape: [2], layers: [layer] }, [1, 1])]).toEqual([0, -8]);
  });

  it.each(masked)("keeps all weights as large as the threshold in a $kind layer", (layer) => {
    // round(0.25 · 4) = 1, and index 1 of 2, 2, 3, 8 is a 2
    expect([...layerKernel({ ...layer, sparsity: 0.25 })]).toEqual([2, 2, -3, -8]);
    expect([...layerKernel({ ...layer, sparsity: 0.5 })]).toEqual([0, 0, -3, -8]);
    expect([...layerKernel({ ...layer, sparsity: 0 })]).toEqual([2, 2, -3, -8]);
  });

  it.each(masked)("changes no number that a $kind layer holds", (layer) => {
    const before = JSON.stringify(layer);
    layerKernel(layer);
    expect(JSON.stringify(layer)).toBe(before);
  });

  it("is decided in float32", () => {
    // w = [[1, 1/2], [1 − 2⁻³⁰, 1/2 − 2⁻³¹]]: in float32 the second row is the first, and index 3 ties with index 2
    const layer = {
      ...(byHand[1] as SpectralLayer),
      lambdaIn: f32(1, 1),
      lambdaOut: f32(0, 2 ** -30),
      phi: matrix(2, 2, 1, 0.5, 1, 0.5),
      sparsity: 0.75,
    };
    expect([...layerKernel(layer)]).toEqual([1, 0, 1 - 2 ** -30, 0]);
  });
});

describe("a fixed mask", () => {
  // w = [[2, 2], [−3, −8]] without the −8
  const mask = Uint8Array.of(1, 1, 1, 0);
  const masked = byHand.map((layer) => ({ ...layer, mask }));

  it.each(masked)("sets weights of a $kind layer to zero in forward, layerKernel and toDense", (layer) => {
    expect([...layerKernel(layer)]).toEqual([2, 2, -3, 0]);
    expect([...forward({ inputShape: [2], layers: [layer] }, [1, 1])]).toEqual([4, -3]);
    const [dense] = toDense({ inputShape: [2], layers: [layer] }).layers;
    expect(dense).toEqual({
      kind: "dense",
      inputs: 2,
      outputs: 2,
      kernel: f32(2, 2, -3, 0),
      trainable: { kernel: true, bias: true },
    });
  });

  it.each(masked)("comes before the dynamic one in a $kind layer", (layer) => {
    // the zero goes first, and then one of round(0.5 · 4) = 2 is left to go: index 2 of 0, 2, 2, 3 is a 2
    expect([...layerKernel({ ...layer, sparsity: 0.5 })]).toEqual([2, 2, -3, 0]);
    expect([...layerKernel({ ...layer, sparsity: 0.75 })]).toEqual([0, 0, -3, 0]);
  });

  it("leaves phi and what is stored as they are", () => {
    const layer = { ...byHand[1]!, mask } as SpectralLayer;
    expect([...phiValues(layer)]).toEqual([1, 2, 3, 4]);
  });
});

describe("layerKernel", () => {
  it.each(byHand)("is (λ_in_j − λ_out_i) φ_ij, or what a dense layer holds ($kind)", (layer) => {
    expect([...layerKernel(layer)]).toEqual([2, 2, -3, -8]);
  });

  it("rejects a layer that has none", () => {
    const layer = { kind: "activation", activation: "relu" } as unknown as MappingLayer;
    expect(() => layerKernel(layer)).toThrow(
      `layerKernel (activation): kind must be one of ${mappingKinds.join(", ")}, got activation`,
    );
  });

  it("names what is wrong with the layer", () => {
    expect(() => layerKernel({ ...byHand[1]!, lambdaIn: f32(1) } as MappingLayer)).toThrow(
      "layerKernel (spectral): lambdaIn needs 2 values, got 1",
    );
  });
});

describe("phiValues", () => {
  it.each(byHand.filter(isReciprocal))("multiplies the factors of a $kind layer", (layer) => {
    expect([...phiValues(layer)]).toEqual([1, 2, 3, 4]);
  });

  it("takes an upper R right of Q where there are fewer inputs than outputs", () => {
    // Q R = [[1, 0], [0, 1], [1, 1]] [[1, 2], [0, 3]] = [[1, 2], [0, 3], [1, 5]]
    const phi = phiValues({
      kind: "s-qr",
      inputs: 2,
      outputs: 3,
      lambdaIn: f32(1, 1),
      lambdaOut: f32(0, 0, 0),
      Q: matrix(3, 2, 1, 0, 0, 1, 1, 1),
      R: f32(1, 2, 3),
      trainable: { ...eigenvalues, R: true },
    });
    expect([...phi]).toEqual([1, 2, 0, 3, 1, 5]);
  });

  it("takes a lower R left of Q where there are more inputs than outputs", () => {
    // R Q = [[1, 0], [2, 3]] [[1, 0, 1], [0, 1, 1]] = [[1, 0, 1], [2, 3, 5]]
    const phi = phiValues({
      kind: "s-qr",
      inputs: 3,
      outputs: 2,
      lambdaIn: f32(1, 1, 1),
      lambdaOut: f32(0, 0),
      Q: matrix(2, 3, 1, 0, 1, 0, 1, 1),
      R: f32(1, 2, 3),
      trainable: { ...eigenvalues, R: true },
    });
    expect([...phi]).toEqual([1, 0, 1, 2, 3, 5]);
  });

  it("names what is wrong with the layer", () => {
    const layer = { ...byHand[1], phi: matrix(2, 1, 1, 2) } as Parameters<typeof phiValues>[0];
    expect(() => phiValues(layer)).toThrow("phiValues (spectral): phi needs 2×2 values, got 2×1");
  });

  it("rejects a layer without eigenvectors", () => {
    expect(() => phiValues(byHand[0] as Parameters<typeof phiValues>[0])).toThrow(
      `phiValues (dense): kind must be one of ${reciprocalKinds.join(", ")}, got dense`,
    );
  });
});
