import { ShapeError } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { createNetwork } from "./create-network.js";
import type { Network } from "./network.js";
import { validateNetwork } from "./validate-network.js";

const network = createNetwork({
  inputShape: 3,
  layers: [
    { kind: "dense", units: 4, activation: "relu" },
    { kind: "spectral", units: 2 },
    { kind: "s-svd", units: 5, useBias: false },
    { kind: "s-qr", units: 2 },
  ],
});

/** The network with some fields of one layer replaced by whatever a file or plain JavaScript might bring. */
function altered(index: number, fields: Record<string, unknown>): Network {
  const layers = network.layers.map((layer, place) => (place === index ? { ...layer, ...fields } : layer));
  return { ...network, layers };
}

describe("validateNetwork", () => {
  it("accepts what createNetwork makes, and a network without layers", () => {
    expect(() => validateNetwork(network)).not.toThrow();
    expect(() => validateNetwork({ inputShape: [1], layers: [] })).not.toThrow();
  });

  it.each<[string, number, Record<string, unknown>]>([
    ["layer 0 (dense): inputs must be 3, what arrives at the layer, got 2", 0, { inputs: 2 }],
    ["layer 0 (dense): outputs must be a positive integer, got 1.5", 0, { outputs: 1.5 }],
    ["layer 0 (dense): kernel needs 12 values, got 2", 0, { kernel: new Float32Array(2) }],
    ["layer 0 (dense): kernel must be a Float32Array of 12 values, got undefined", 0, { kernel: undefined }],
    ["layer 0 (dense): kernel must be a Float32Array of 12 values, got object", 0, { kernel: [1, 2] }],
    [
      "layer 0 (dense): bias must be finite, got -Infinity at index 1",
      0,
      { bias: Float32Array.of(0, -Infinity, 0, 0) },
    ],
    [
      "layer 0 (dense): trainable.kernel must be true or false, got undefined",
      0,
      { trainable: { bias: true } },
    ],
    ["layer 0 (dense): sparsity must be a number from 0 to below 1, got 1", 0, { sparsity: 1 }],
    ["layer 0 (dense): sparsity must be a number from 0 to below 1, got NaN", 0, { sparsity: NaN }],
    ["layer 2 (spectral): sparsity must be a number from 0 to below 1, got -0.5", 2, { sparsity: -0.5 }],
    ["layer 3 (s-svd): sparsity must be a number from 0 to below 1, got 0.5", 3, { sparsity: "0.5" }],
    ["layer 4 (s-qr): sparsity must be a number from 0 to below 1, got null", 4, { sparsity: null }],
    ["layer 0 (dense): kernel must be a Float32Array of 12 values, got null", 0, { kernel: null }],
    [
      "layer 0 (dense): kind must be one of dense, spectral, s-svd, s-qr, activation, got dense",
      0,
      { kind: ["dense"] },
    ],
    [
      "layer 2 (spectral): phi must have one of values, recipe and selection, got values, recipe",
      2,
      {
        phi: {
          rows: 2,
          columns: 4,
          values: new Float32Array(8),
          recipe: { kind: "normal", seed: 1, deviation: 1 },
        },
      },
    ],
    ["layer 0 (dense): bias must be a Float32Array of 4 values, got null", 0, { bias: null }],
    ["layer 0 (dense): trainable must be an object, got null", 0, { trainable: null }],
    ["layer 3 (s-svd): V must be a matrix source, got null", 3, { V: null }],
    [
      "layer 4 (s-qr): Q must be values or a recipe of kind normal, svd-product, q-of-normal, got null",
      4,
      { Q: { rows: 2, columns: 5, recipe: null } },
    ],
    [
      "layer 1 (activation): activation must be one of linear, relu, tanh, sigmoid, elu, softmax, got max",
      1,
      { activation: "max" },
    ],
    ["layer 0 (dense): mask must be a Uint8Array of 4×3 values", 0, { mask: new Uint8Array(11) }],
    ["layer 2 (spectral): mask must be a Uint8Array of 2×4 values", 2, { mask: [1, 1, 1, 1, 0, 0, 0, 0] }],
    [
      "layer 4 (s-qr): mask must be 0 or 1, got 2 at index 3",
      4,
      { mask: Uint8Array.of(0, 1, 1, 2, 1, 1, 1, 1, 1, 1) },
    ],
    ["layer 2 (spectral): lambdaIn needs 4 values, got 10", 2, { lambdaIn: new Float32Array(10) }],
    ["layer 2 (spectral): lambdaOut needs 2 values, got 1", 2, { lambdaOut: new Float32Array(1) }],
    [
      "layer 2 (spectral): phi needs 2×4 values, got 4×2",
      2,
      { phi: { rows: 4, columns: 2, values: new Float32Array(8) } },
    ],
    [
      "layer 2 (spectral): seed of phi must be an integer from 0 to 2^53 − 1, got 0.5",
      2,
      { phi: { rows: 2, columns: 4, recipe: { kind: "normal", seed: 0.5, deviation: 1 } } },
    ],
    ["layer 3 (s-svd): s needs 2 values, got 5", 3, { s: new Float32Array(5) }],
    ["layer 3 (s-svd): V must be a matrix source, got undefined", 3, { V: undefined }],
    ["layer 3 (s-svd): outputs must be a positive integer, got NaN", 3, { outputs: NaN }],
    ["layer 4 (s-qr): R needs 3 values, got 4", 4, { R: new Float32Array(4) }],
    [
      "layer 4 (s-qr): Q needs 2×5 values, got 5×2",
      4,
      { Q: { rows: 5, columns: 2, values: new Float32Array(10) } },
    ],
    [
      "layer 4 (lstm): kind must be one of dense, spectral, s-svd, s-qr, activation, got lstm",
      4,
      { kind: "lstm" },
    ],
  ])("names the layer and the group: %s", (message, index, fields) => {
    expect(() => validateNetwork(altered(index, fields))).toThrow(message);
  });

  it.each([
    [null, "network must be an object, got null"],
    [{ inputShape: [1], layers: null }, "network: layers must be a list, got null"],
    [{ inputShape: [1], layers: [null] }, "layer 0 must be an object, got null"],
  ])("refuses %j", (wrong, message) => {
    expect(() => validateNetwork(wrong as unknown as Network)).toThrow(new TypeError(message));
  });

  it("checks the width that reaches each layer", () => {
    expect(() => validateNetwork({ inputShape: [NaN], layers: [] })).toThrow(
      "network: inputShape must be one or more integers of at least 1, got [NaN]",
    );
    expect(() => validateNetwork({ inputShape: [3], layers: network.layers.slice(1) })).toThrow(
      new ShapeError("layer 1 (spectral): inputs must be 3, what arrives at the layer, got 4"),
    );
  });
});
