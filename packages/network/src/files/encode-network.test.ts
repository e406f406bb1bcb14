import { f16round } from "@petamoriken/float16";
import { describe, expect, it } from "vitest";
import { createNetwork } from "../create-network.js";
import type { Network } from "../network.js";
import { everyKind } from "../testing/every-kind.js";
import { decodeNetwork, encodeNetwork } from "./compact.js";
import type { EncodeOptions } from "./options.js";

/** 784–1000–10 with two sets of eigenvalues. */
const published = createNetwork({
  inputShape: 784,
  layers: [
    { kind: "spectral", units: 1000, activation: "relu", start: "published" },
    { kind: "spectral", units: 10, activation: "softmax", start: "published" },
  ],
});

describe("encodeNetwork", () => {
  it("takes 15,403 bytes for 784–1000–10 with two sets of eigenvalues, and 7,795 with float16", () => {
    // 784 + 1000 + 1000 + 10 eigenvalues and 1010 biases are 3804 numbers; 187 bytes say how they belong together
    expect(encodeNetwork(published)).toHaveLength(4 * 3804 + 187);
    expect(encodeNetwork(published, { spectra: "float16" })).toHaveLength(2 * 3804 + 187);
  });

  it("rounds eigenvalues, s and biases to float16 if asked, and nothing else", () => {
    const back = decodeNetwork(encodeNetwork(everyKind, { spectra: "float16" }));
    const layers = everyKind.layers.map((layer) => {
      if (layer.kind === "activation") return layer;
      const entries = Object.entries(layer).map(([name, value]: [string, unknown]) =>
        ["lambdaIn", "lambdaOut", "s", "bias"].includes(name)
          ? [name, (value as Float32Array).map((number) => f16round(number))]
          : [name, value],
      );
      return Object.fromEntries(entries) as typeof layer;
    });
    expect(back).toEqual({ inputShape: [3], layers });
    expect(back).not.toEqual(everyKind);
  });

  it("refuses numbers that float16 does not hold", () => {
    const network = createNetwork({
      inputShape: 2,
      layers: [{ kind: "spectral", units: 1, lambdaIn: 65520 }],
    });
    expect(() => encodeNetwork(network, { spectra: "float16" })).toThrow(
      new RangeError(
        "encodeNetwork: layer 0 (spectral): lambdaIn must be from -65504 to 65504 as float16, got 65520 at index 0",
      ),
    );
    // 65519 is nearer to 65504, the largest, than to 65536
    const near = createNetwork({ inputShape: 2, layers: [{ kind: "spectral", units: 1, lambdaIn: 65519 }] });
    const [layer] = decodeNetwork(encodeNetwork(near, { spectra: "float16" })).layers;
    expect((layer as { lambdaIn: Float32Array }).lambdaIn).toEqual(Float32Array.of(65504, 65504));
  });

  it("refuses unknown options and formats, and networks that are none", () => {
    expect(() => encodeNetwork(everyKind, { spectrum: "float16" } as EncodeOptions)).toThrow(
      /^encodeNetwork: unknown option spectrum/,
    );
    expect(() => encodeNetwork(everyKind, { spectra: "float8" } as unknown as EncodeOptions)).toThrow(
      /^encodeNetwork: spectra.*got "float8"/,
    );
    expect(() => encodeNetwork({ ...everyKind, inputShape: [5] })).toThrow("inputs must be 5");
  });

  it("refuses sizes that the file has no room for", () => {
    expect(() => encodeNetwork({ inputShape: [2 ** 32], layers: [] })).toThrow(
      new RangeError("encodeNetwork: inputShape must be below 2^32 in a file, got 4294967296"),
    );
    const most = { inputShape: [2 ** 32 - 1], layers: [] };
    expect(decodeNetwork(encodeNetwork(most))).toEqual(most);
  });

  it("refuses a recipe for more than 2^28 entries, which decodeNetwork would refuse", () => {
    const [layer] = createNetwork({ inputShape: 1, layers: [{ kind: "spectral", units: 1 }] }).layers;
    const selection = {
      of: { rows: 2 ** 14 + 1, columns: 2 ** 14, recipe: { kind: "normal", seed: 0, deviation: 1 } },
      rowIndices: Uint32Array.of(0),
      columnIndices: Uint32Array.of(0),
    };
    const network = {
      inputShape: [1],
      layers: [{ ...layer, phi: { rows: 1, columns: 1, selection } }],
    } as Network;
    expect(() => encodeNetwork(network)).toThrow(
      new RangeError(
        "encodeNetwork: the matrices that are made, up to layer 0 (spectral): phi, must have at most 268435456 entries together (maxEntries), got 268451841",
      ),
    );
  });
});
