import { ShapeError } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { createNetwork } from "./create-network.js";
import { checkMadeEntries } from "./files/made-matrices.js";
import type { QrLayer } from "./kinds/s-qr.js";
import type { SvdLayer } from "./kinds/s-svd.js";
import type { Network } from "./network.js";
import { cut } from "./testing/cut-network.js";
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

type ErrorClass = new (message: string) => Error;

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

  it.each<[RegExp, ErrorClass, number, Record<string, unknown>]>([
    [/layer 0 \(dense\): inputs.*got 2/, ShapeError, 0, { inputs: 2 }],
    [/layer 0 \(dense\): outputs.*got 1\.5/, RangeError, 0, { outputs: 1.5 }],
    [/layer 0 \(dense\): kernel.*got 2/, ShapeError, 0, { kernel: new Float32Array(2) }],
    [/layer 0 \(dense\): kernel.*got undefined/, ShapeError, 0, { kernel: undefined }],
    [/layer 0 \(dense\): kernel.*got object/, ShapeError, 0, { kernel: [1, 2] }],
    [
      /layer 0 \(dense\): bias.*got -Infinity at index 1/,
      RangeError,
      0,
      { bias: Float32Array.of(0, -Infinity, 0, 0) },
    ],
    [/layer 0 \(dense\): trainable\.kernel.*got undefined/, TypeError, 0, { trainable: { bias: true } }],
    [/layer 0 \(dense\): sparsity.*got 1/, RangeError, 0, { sparsity: 1 }],
    [/layer 0 \(dense\): sparsity.*got NaN/, RangeError, 0, { sparsity: NaN }],
    [/layer 2 \(spectral\): sparsity.*got -0\.5/, RangeError, 2, { sparsity: -0.5 }],
    [/layer 3 \(s-svd\): sparsity.*got "0\.5"/, TypeError, 3, { sparsity: "0.5" }],
    [/layer 4 \(s-qr\): sparsity.*got null/, TypeError, 4, { sparsity: null }],
    [/layer 0 \(dense\): kernel.*got null/, ShapeError, 0, { kernel: null }],
    [/layer 0 \(dense\): kind.*got dense/, TypeError, 0, { kind: ["dense"] }],
    [
      /layer 2 \(spectral\): phi.*got values, recipe/,
      TypeError,
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
    [/layer 0 \(dense\): bias.*got null/, ShapeError, 0, { bias: null }],
    [/layer 0 \(dense\): trainable.*got null/, TypeError, 0, { trainable: null }],
    [/layer 3 \(s-svd\): V.*got null/, TypeError, 3, { V: null }],
    [/layer 4 \(s-qr\): Q.*got null/, TypeError, 4, { Q: { rows: 2, columns: 5, recipe: null } }],
    [/layer 1 \(activation\): activation.*got "max"/, TypeError, 1, { activation: "max" }],
    [/layer 0 \(dense\): mask.*/, ShapeError, 0, { mask: new Uint8Array(11) }],
    [/layer 2 \(spectral\): mask.*/, ShapeError, 2, { mask: [1, 1, 1, 1, 0, 0, 0, 0] }],
    [
      /layer 4 \(s-qr\): mask.*got 2 at index 3/,
      RangeError,
      4,
      { mask: Uint8Array.of(0, 1, 1, 2, 1, 1, 1, 1, 1, 1) },
    ],
    [/layer 2 \(spectral\): lambdaIn.*got 10/, ShapeError, 2, { lambdaIn: new Float32Array(10) }],
    [/layer 2 \(spectral\): lambdaOut.*got 1/, ShapeError, 2, { lambdaOut: new Float32Array(1) }],
    [
      /layer 2 \(spectral\): phi.*got 4×2/,
      ShapeError,
      2,
      { phi: { rows: 4, columns: 2, values: new Float32Array(8) } },
    ],
    [
      /layer 2 \(spectral\): seed of phi.*got 0\.5/,
      RangeError,
      2,
      { phi: { rows: 2, columns: 4, recipe: { kind: "normal", seed: 0.5, deviation: 1 } } },
    ],
    [/layer 3 \(s-svd\): s.*got 5/, ShapeError, 3, { s: new Float32Array(5) }],
    [/layer 3 \(s-svd\): V.*got undefined/, TypeError, 3, { V: undefined }],
    [/layer 3 \(s-svd\): outputs.*got NaN/, RangeError, 3, { outputs: NaN }],
    [/layer 4 \(s-qr\): R.*got 4/, ShapeError, 4, { R: new Float32Array(4) }],
    [
      /layer 4 \(s-qr\): Q.*got 5×2/,
      ShapeError,
      4,
      { Q: { rows: 5, columns: 2, values: new Float32Array(10) } },
    ],
    [/layer 4 \(lstm\): kind.*got lstm/, TypeError, 4, { kind: "lstm" }],
    [/layer 0 \(dense\) has the unknown field biass; did you mean bias\?/, TypeError, 0, { biass: 1 }],
    [
      /layer 1 \(activation\) has the unknown field alpha \(fields: kind, activation/,
      TypeError,
      1,
      { alpha: 0.3 },
    ],
    [/layer 1 \(activation\) has the unknown field trainable/, TypeError, 1, { trainable: {} }],
    [
      /layer 2 \(spectral\): trainable has the unknown field Phi; did you mean phi\?/,
      TypeError,
      2,
      { trainable: { lambdaIn: true, lambdaOut: true, phi: false, bias: true, Phi: true } },
    ],
    [
      /layer 2 \(spectral\): phi has the unknown field seed/,
      TypeError,
      2,
      { phi: { rows: 2, columns: 4, recipe: { kind: "normal", seed: 1, deviation: 1 }, seed: 2 } },
    ],
    [
      /layer 2 \(spectral\): recipe of phi has the unknown field maximum/,
      TypeError,
      2,
      { phi: { rows: 2, columns: 4, recipe: { kind: "normal", seed: 1, deviation: 1, maximum: 2 } } },
    ],
  ])("names the layer and the group: %s", (message, error, index, fields) => {
    expect(() => validateNetwork(altered(index, fields))).toThrow(error);
    expect(() => validateNetwork(altered(index, fields))).toThrow(message);
  });

  it("takes a field that is undefined as none", () => {
    expect(() => validateNetwork(altered(0, { biass: undefined, mask: undefined }))).not.toThrow();
  });

  it.each([
    [{ ...network, name: "digits" }, /network has the unknown field name \(fields: inputShape, layers\)/],
    [null, /network.*got null/],
    [{ inputShape: [1], layers: null }, /network: layers.*got null/],
    [{ inputShape: [1], layers: [null] }, /layer 0.*got null/],
  ])("refuses %j", (wrong, message) => {
    expect(() => validateNetwork(wrong as unknown as Network)).toThrow(TypeError);
    expect(() => validateNetwork(wrong as unknown as Network)).toThrow(message);
  });

  it("checks the width that reaches each layer", () => {
    expect(() => validateNetwork({ inputShape: [NaN], layers: [] })).toThrow(/network: inputShape.*got NaN/);
    expect(() => validateNetwork({ inputShape: [3], layers: network.layers.slice(1) })).toThrow(
      new ShapeError("layer 1 (spectral): inputs must be 3, what arrives at the layer, got 4"),
    );
  });
});

describe("factors of which nodes were removed", () => {
  const [qr, , svd] = cut.layers as [QrLayer, unknown, SvdLayer];
  const of = (layer: object): Network => ({
    inputShape: [(layer as QrLayer).inputs],
    layers: [layer as QrLayer],
  });

  it.each<[string, object, ErrorClass, RegExp]>([
    ["a size that is none", { ...svd, madeAs: [3, 0] }, RangeError, /madeAs must be/],
    ["one size", { ...svd, madeAs: [3] }, TypeError, /madeAs must be an array of 2 sizes/],
    ["sizes in another form", { ...svd, madeAs: "3,4" }, TypeError, /madeAs must be an array of 2 sizes/],
    [
      "fewer nodes than there are",
      { ...svd, madeAs: [1, 4] },
      ShapeError,
      /madeAs must be at least \[2, 2\].*got \[1, 4\]/,
    ],
    ["another k", { ...svd, madeAs: [2, 4] }, ShapeError, /U needs 2×2 values, got 2×3/],
    [
      "lines without it",
      { ...qr, madeAs: undefined, lines: Uint8Array.of(1, 1) },
      TypeError,
      /lines are for a layer with madeAs/,
    ],
    [
      "lines of another length",
      { ...qr, lines: Uint8Array.of(1, 1) },
      ShapeError,
      /lines must be a Uint8Array of 3/,
    ],
    [
      "more lines than nodes",
      { ...qr, lines: Uint8Array.of(1, 1, 1) },
      ShapeError,
      /R must have 2 rows, one per node, got 3/,
    ],
    [
      "no lines and fewer nodes",
      { ...qr, lines: undefined },
      ShapeError,
      /R must have 2 rows, one per node, got 3/,
    ],
    [
      "other lines, of more numbers",
      { ...qr, lines: Uint8Array.of(0, 1, 1) },
      ShapeError,
      /R needs 5 values, got 4/,
    ],
  ])("are refused with %s", (_, layer, type, message) => {
    const there = Object.fromEntries(Object.entries(layer).filter(([, value]) => value !== undefined));
    expect(() => validateNetwork(of(there))).toThrow(type);
    expect(() => validateNetwork(of(there))).toThrow(message);
  });

  it("count with the zeros of their triangle, which a few long lines have many of", () => {
    // one line of three of R, 1×3, and Q 3×3
    const lines = Uint8Array.of(0, 0, 1);
    const one = {
      ...qr,
      outputs: 1,
      lambdaOut: Float32Array.of(0),
      bias: Float32Array.of(0),
      lines,
      R: Float32Array.of(1, 2, 3),
    };
    expect(() => checkMadeEntries("test", of(one), { maxEntries: 9 + 15 + 3 })).not.toThrow();
    expect(() => checkMadeEntries("test", of(one), { maxEntries: 9 + 15 + 2 })).toThrow(
      /up to layer 0 \(s-qr\): R/,
    );
  });
});
