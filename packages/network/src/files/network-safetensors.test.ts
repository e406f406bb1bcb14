import { describe, expect, it } from "vitest";
import type { SpectralLayer } from "../kinds/spectral.js";
import type { Network } from "../network.js";
import { everyKind } from "../testing/every-kind.js";
import type { DecodeOptions } from "./options.js";
import { FileFormatError } from "./error.js";
import { fromSafetensors, toSafetensors } from "./network-safetensors.js";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "./safetensors.js";
import type { Tensor } from "./tensor.js";

const bytes = encodeSafetensors(toSafetensors(everyKind));
const { tensors, metadata } = decodeSafetensors(bytes);

/** The file with another text for the network, or other tensors. */
function changed(
  change: (text: string) => string,
  others: Readonly<Record<string, Tensor>> = {},
): Safetensors {
  return {
    tensors: { ...tensors, ...others },
    metadata: { ...metadata, "reciprocal.network": change(metadata["reciprocal.network"]!) },
  };
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
      /reciprocal.version must be 1 or 2.*, got 200; a newer version of this package may read it/,
      { tensors, metadata: { ...metadata, "reciprocal.version": "200" } },
    ],
    [
      /reciprocal.version must be 1 or 2.*, got none/,
      { tensors, metadata: { "reciprocal.network": metadata["reciprocal.network"]! } },
    ],
    ["reciprocal.network must be JSON", changed(() => "{")],
    ["network must be an object, got null", changed(() => "null")],
    [
      "the file must have a tensor layers.9.bias",
      changed((text) => text.replace("layers.0.bias", "layers.9.bias")),
    ],
    [
      "layer 0 (spectral): lambdaIn needs 3 values, got 4",
      changed((text) => text.replace("layers.0.lambdaIn", "layers.0.lambdaOut")),
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
