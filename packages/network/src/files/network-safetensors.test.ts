import { objectsIn, withField } from "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import type { SpectralLayer } from "../kinds/spectral.js";
import type { Network } from "../network.js";
import { everyKind } from "../testing/every-kind.js";
import type { DecodeOptions } from "./options.js";
import { FileFormatError } from "./error.js";
import { fromSafetensors, toSafetensors } from "./network-safetensors.js";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.js";
import { sealSafetensors } from "./sealed-safetensors.js";
import type { Tensor } from "./tensor.js";

const bytes = encodeSafetensors(toSafetensors(everyKind));
const { tensors, metadata } = decodeSafetensors(bytes);

/** The file with another text for the network, or other tensors, and the digest of that. */
function changed(
  change: (text: string) => string,
  others: Readonly<Record<string, Tensor>> = {},
): Safetensors {
  return sealSafetensors({
    tensors: { ...tensors, ...others },
    metadata: { ...metadata, "reciprocal.network": change(metadata["reciprocal.network"]!) },
  });
}

describe("toSafetensors and fromSafetensors", () => {
  it("give an equal network back", () => {
    expect(fromSafetensors(decodeSafetensors(bytes))).toEqual(everyKind);
  });
});

describe("toSafetensors", () => {
  it("names tensors by their place, with sizes and types of their own", () => {
    expect(tensors["layers.0.lambdaIn"]).toEqual({
      dtype: "F32",
      shape: [3],
      data: Float32Array.of(1, -2, 0.5),
    });
    expect(tensors["layers.4.mask"]).toMatchObject({ dtype: "BOOL", shape: [2, 3] });
    expect(tensors["layers.5.phi.values"]).toMatchObject({ dtype: "F32", shape: [2, 2] });
    expect(tensors["layers.6.kernel"]).toMatchObject({ dtype: "F32", shape: [2, 2] });
    expect(tensors["layers.2.V.selection.columnIndices"]).toEqual({
      dtype: "U32",
      shape: [3],
      data: Uint32Array.of(4, 0, 4),
    });
    expect(Object.keys(tensors)).toHaveLength(3 + 5 + 5 + 3 + 3);
  });

  it("gives equal bytes for equal networks, whatever the order of their keys", () => {
    const layers = everyKind.layers.map(
      (layer) => Object.fromEntries(Object.entries(layer).reverse()) as unknown as typeof layer,
    );
    expect(encodeSafetensors(toSafetensors({ layers, inputShape: [3] }))).toEqual(bytes);
  });

  it("refuses a recipe for more numbers than a machine holds", () => {
    const recipe = { kind: "normal", seed: 0, deviation: 1 } as const;
    const selection = {
      of: { rows: 2 ** 40, columns: 2 ** 10, recipe },
      rowIndices: Uint32Array.of(0, 1),
      columnIndices: Uint32Array.of(0, 1),
    };
    const phi = { rows: 2, columns: 2, selection };
    const network = { inputShape: [2], layers: [{ ...(everyKind.layers[5] as SpectralLayer), phi }] };
    expect(() => encodeSafetensors(toSafetensors(network))).toThrow(
      new RangeError(
        "toSafetensors: the matrices that are made, up to layer 0 (spectral): phi, must have at most 268435456 entries together (maxEntries), got 1125899906842628",
      ),
    );
  });

  it("gives equal bytes whether or not two places share an object", () => {
    const of = { rows: 2, columns: 2, recipe: { kind: "normal", seed: 3, deviation: 1 } } as const;
    const places = Uint32Array.of(1, 0);
    const network = (copy: typeof of): Network => ({
      inputShape: [2],
      layers: [
        of,
        { rows: 2, columns: 2, selection: { of: copy, rowIndices: places, columnIndices: places } },
      ].map((phi) => ({ ...(everyKind.layers[5] as SpectralLayer), phi })),
    });
    expect(encodeSafetensors(toSafetensors(network(of)))).toEqual(
      encodeSafetensors(toSafetensors(network({ ...of }))),
    );
  });
});

describe("fromSafetensors", () => {
  it.each<[string | RegExp, Safetensors]>([
    [
      "the metadata must have reciprocal.network, got none; was the file written by another tool?",
      { tensors: {}, metadata: {} },
    ],
    [
      /reciprocal.version must be 1 or 2.*, got "200"; a newer version of this package may read it/,
      { tensors, metadata: { ...metadata, "reciprocal.version": "200" } },
    ],
    [
      /reciprocal.version must be 1 or 2.*, got none/,
      { tensors, metadata: { "reciprocal.network": metadata["reciprocal.network"]! } },
    ],
    ["reciprocal.network must be JSON", changed(() => "{")],
    ["network must be an object, got null", changed(() => "null")],
    [
      'the tensor of layers.0.bias must have that name, got "layers.9.bias"',
      changed((text) => text.replace("layers.0.bias", "layers.9.bias")),
    ],
    [
      // a tensor that is used twice, of the size that fits
      'the tensor of layers.0.lambdaOut must have that name, got "layers.0.bias"',
      changed((text) => text.replace("layers.0.lambdaOut", "layers.0.bias")),
    ],
    [
      "the file must have a tensor layers.0.slope",
      changed((text) => text.replace('"lambdaIn":', '"slope":{"tensor":"layers.0.slope"},"lambdaIn":')),
    ],
    [
      "layer 0 (spectral): lambdaIn needs 3 values, got 4",
      changed(String, {
        "layers.0.lambdaIn": { dtype: "F32", shape: [4], data: new Float32Array(4) },
      }),
    ],
    [
      "layers.0.lambdaIn must be F32 of [3], got F16 of [3]",
      changed(String, {
        "layers.0.lambdaIn": { dtype: "F16", shape: [3], data: Float32Array.of(1, -2, 0.5) },
      }),
    ],
    [
      "layers.4.mask must be BOOL of [2, 3], got BOOL of [3, 2]",
      changed(String, {
        "layers.4.mask": { dtype: "BOOL", shape: [3, 2], data: Uint8Array.of(1, 0, 1, 1, 1, 0) },
      }),
    ],
    [
      'the file must have no tensors but those of the network, got "layers.0.beta"',
      changed(String, { "layers.0.beta": { dtype: "F32", shape: [1], data: Float32Array.of(1) } }),
    ],
    [
      "the digest of layers.0.phi must be a text, got 7",
      changed((text) => text.replace(/"digest":"\w+"/, '"digest":7')),
    ],
    [
      'reciprocal.network must be JSON: every name must stand in its object once, got "seed" twice',
      changed((text) => text.replace('"seed":1}', '"seed":1,"seed":1}')),
    ],
    [
      "reciprocal.network must be JSON: lists and objects must be at most 64 deep, got more",
      changed(() => "[".repeat(100_000)),
    ],
    [
      "a network of version 1 must have inputs alone, got inputShape too",
      changed((text) => text.replace('{"inputs":3', '{"inputShape":[3],"inputs":3')),
    ],
    [
      "the metadata must have no other reciprocal. than reciprocal.digest, reciprocal.network, reciprocal.version, reciprocal.model, got reciprocal.modem",
      { tensors, metadata: { ...metadata, "reciprocal.modem": "x" } },
    ],
    [
      /SHA-256 of tensors and texts must be the reciprocal.digest of the file, \w{64}, got \w{64}; was the file changed/,
      {
        tensors,
        metadata: {
          ...metadata,
          "reciprocal.network": metadata["reciprocal.network"]!.replace("tanh", "relu"),
        },
      },
    ],
    [
      /SHA-256 of tensors and texts/,
      { tensors: { ...tensors, "layers.0.lambdaIn": { ...tensors["layers.0.lambdaOut"]! } }, metadata },
    ],
    [
      /SHA-256 of tensors and texts/,
      {
        tensors: { ...tensors, "layers.0.lambdaIn": { ...tensors["layers.0.lambdaIn"]!, shape: [3, 1] } },
        metadata,
      },
    ],
    [
      /layers.0.bias: shape must fit the 0 values/,
      {
        tensors: { ...tensors, "layers.0.bias": { dtype: "F32", shape: [3], data: Float32Array.of() } },
        metadata,
      },
    ],
    [
      "layer 0 (spectral): lambdaIn must be a Float32Array",
      changed(String, { "layers.0.lambdaIn": { dtype: "F64", shape: [3], data: new Float64Array(3) } }),
    ],
    [
      "layer 0 (spectral): bias must be finite, got NaN at index 0",
      changed(String, { "layers.0.bias": { dtype: "F32", shape: [4], data: Float32Array.of(NaN, 0, 0, 0) } }),
    ],
    [
      "layer 0 (spectral): phi must have the SHA-256",
      changed((text) => text.replace('"seed":1}', '"seed":2}')),
    ],
    [
      "layer 0 (spectral): phi must have the SHA-256 of the file, which has none",
      changed((text) => text.replace(/,"digest":"\w+"/, "")),
    ],
  ])("refuses a file: %s", (message, file) => {
    expect(() => fromSafetensors(file)).toThrow(FileFormatError);
    expect(() => fromSafetensors(file)).toThrow(message);
  });

  it("refuses a field that it does not know, wherever it is", () => {
    const parsed = JSON.parse(metadata["reciprocal.network"]!) as object;
    const places = objectsIn(parsed);
    expect(places.length).toBeGreaterThan(40); // the network, layers, flags, matrices, recipes, selections, tensors
    for (const place of places) {
      const file = changed((text) => withField(text, place, "beta"));
      expect(() => fromSafetensors(file)).toThrow(FileFormatError);
      expect(() => fromSafetensors(file)).toThrow("beta");
    }
  });

  it("refuses every file in which a bit is another, or reads the same network", () => {
    const small: Network = { inputShape: [3], layers: everyKind.layers.slice(0, 1) };
    const file = encodeSafetensors(toSafetensors(small));
    let refused = 0;
    for (let at = 0; at < file.length; at++) {
      for (let bit = 0; bit < 8; bit++) {
        try {
          expect(fromSafetensors(decodeSafetensors(file.with(at, file[at]! ^ (1 << bit))))).toEqual(small);
        } catch (error) {
          expect(error).toBeInstanceOf(FileFormatError);
          refused++;
        }
      }
    }
    // what is let through: bits of a name that then is another tool's, so that there is no digest
    expect(refused).toBeGreaterThan(8 * file.length - 200);
  });

  it("passes over texts of others", () => {
    const file = sealSafetensors({ tensors, metadata: { ...metadata, format: "pt" } });
    expect(file.metadata["reciprocal.digest"]).toBe(metadata["reciprocal.digest"]);
    expect(fromSafetensors(file)).toEqual(everyKind);
  });

  it("reads what was written without a digest", () => {
    const { "reciprocal.digest": digest, ...older } = metadata;
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(fromSafetensors({ tensors, metadata: older })).toEqual(everyKind);
  });

  it("freezes what it gives, as createNetwork does", () => {
    const network = fromSafetensors(decodeSafetensors(bytes));
    expect([network, network.layers, ...network.layers].every(Object.isFrozen)).toBe(true);
  });

  it("refuses unknown options", () => {
    expect(() => fromSafetensors(decodeSafetensors(bytes), { check: false } as DecodeOptions)).toThrow(
      /^fromSafetensors: unknown option check/,
    );
  });

  it("does not look at digests if asked not to", () => {
    const other = changed((text) => text.replace('"seed":1}', '"seed":2}'));
    expect(fromSafetensors(other, { verify: false }).layers[0]).toMatchObject({
      phi: { recipe: { seed: 2 } },
    });
  });

  it("refuses files that ask for more entries together than it was told", () => {
    // 12 of φ, 9 of U, 12 of V and 30 of what it is selected from, 6 of Q
    expect(fromSafetensors(decodeSafetensors(bytes), { maxEntries: 69 })).toEqual(everyKind);
    expect(() => fromSafetensors(decodeSafetensors(bytes), { maxEntries: 68 })).toThrow(FileFormatError);
  });

  it("refuses a recipe for more numbers than a machine holds", () => {
    const text = metadata["reciprocal.network"]!.replace('"columns":5', '"columns":9007199254740991');
    expect(() => fromSafetensors(changed(() => text))).toThrow(
      "fromSafetensors: the matrices that are made, up to layer 2 (s-svd): V, must have at most 268435456 entries together (maxEntries), got 54043195528445976",
    );
  });
});
