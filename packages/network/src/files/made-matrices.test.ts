import { describe, expect, it } from "vitest";
import { createNetwork } from "../create-network.js";
import { isMapping, type Layer } from "../kinds/index.js";
import type { SpectralLayer } from "../kinds/spectral.js";
import { layerFields } from "../layer-fields.js";
import { layerKernel } from "../layer-kernel.js";
import type { MatrixSource } from "../matrix/source.js";
import type { Network } from "../network.js";
import { shapeSize } from "../shape.js";
import { everyKind } from "../testing/every-kind.js";
import { decodeNetwork, decodeNetworkWithData, encodeNetwork } from "./compact.js";
import { FileFormatError } from "./error.js";
import { checkMadeEntries } from "./made-matrices.js";
import { fromSafetensors, toSafetensors } from "./network-safetensors.js";
import type { MadeEntriesOptions } from "./options.js";
import { applyPatch, diffNetworks } from "./patch.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
import { sealSafetensors } from "./sealed-safetensors.js";
import type { Tensor } from "./tensor.js";
import { networkFromText, networkToText } from "./text.js";

/** size×size entries of a matrix of four, so that two short lists of indices ask for all of them. */
function repeated(size: number): Network {
  const places = new Uint32Array(size);
  places[0] = 1; // not in order, so a list of indices and not a bit for each
  const recipe = { kind: "normal", seed: 0, deviation: 1 } as const;
  const selection = { of: { rows: 2, columns: 2, recipe }, rowIndices: places, columnIndices: places };
  const ones = new Float32Array(size).fill(1);
  const layer: SpectralLayer = {
    ...(everyKind.layers[5] as SpectralLayer),
    ...{ inputs: size, outputs: size, lambdaIn: ones, lambdaOut: ones },
    phi: { rows: size, columns: size, selection },
  };
  return { inputShape: [size], layers: [layer] };
}

const network = repeated(300);
const entries = 300 * 300 + 4;

const files: Readonly<Record<string, (options: MadeEntriesOptions) => Network>> = {
  decodeNetwork: (options) => decodeNetwork(encodeNetwork(network), options),
  "decodeNetwork without verify": (options) =>
    decodeNetwork(encodeNetwork(network), { ...options, verify: false }),
  decodeNetworkWithData: (options) => decodeNetworkWithData(encodeNetwork(network), options).network,
  networkFromText: (options) => networkFromText(networkToText(network), options),
  fromSafetensors: (options) =>
    fromSafetensors(decodeSafetensors(encodeSafetensors(toSafetensors(network))), options),
};

const writers: Readonly<Record<string, (options: MadeEntriesOptions) => unknown>> = {
  encodeNetwork: (options) => encodeNetwork(network, options),
  networkToText: (options) => networkToText(network, options),
  toSafetensors: (options) => toSafetensors(network, options),
  diffNetworks: (options) => diffNetworks(network, network, options),
  applyPatch: (options) => applyPatch(network, diffNetworks(network, network), options),
};

describe("the limit of entries", () => {
  it.each(Object.entries(files))("counts a selection with its whole matrix: %s", (_, read) => {
    expect(read({ maxEntries: entries })).toEqual(network);
    expect(() => read({ maxEntries: entries - 1 })).toThrow(FileFormatError);
    expect(() => read({ maxEntries: entries - 1 })).toThrow(
      `the matrices that are made, up to layer 0 (spectral): phi, must have at most ${entries - 1} entries together (maxEntries), got ${entries}`,
    );
  });

  it.each(Object.entries(writers))("is the same for what writes: %s", (_, write) => {
    expect(() => write({ maxEntries: entries })).not.toThrow();
    expect(() => write({ maxEntries: entries - 1 })).toThrow(RangeError);
    expect(() => write({ maxEntries: entries - 1 })).toThrow(`got ${entries}`);
    expect(() => write({ mostEntries: 1 } as MadeEntriesOptions)).toThrow(/unknown option mostEntries/);
  });

  it("is 2^28 for all of a file together, and looked at before anything is made", () => {
    // 17,000² numbers of eight bytes: more than a test may take
    const bomb = repeated(17_000);
    expect(() => encodeNetwork(bomb)).toThrow(`at most ${2 ** 28} entries`);
    const { tensors, metadata } = toSafetensors(repeated(4));
    const json = metadata["reciprocal.network"]!.replaceAll(
      /"(inputs|outputs|rows|columns)":4/g,
      '"$1":17000',
    );
    const long: Readonly<Record<string, Tensor>> = {
      F32: { dtype: "F32", shape: [17_000], data: new Float32Array(17_000) },
      U32: { dtype: "U32", shape: [17_000], data: new Uint32Array(17_000) },
    };
    const longer = Object.entries(tensors).map(([name, { dtype }]) => [name, long[dtype]!] as const);
    const sealed = sealSafetensors({
      tensors: Object.fromEntries(longer),
      metadata: { ...metadata, "reciprocal.network": json },
    });
    const file = encodeSafetensors(sealed);
    expect(file.length).toBeLessThan(300_000);
    expect(() => fromSafetensors(decodeSafetensors(file))).toThrow(
      `at most ${2 ** 28} entries together (maxEntries), got ${17_000 ** 2 + 4}`,
    );
  });
});

describe("checkMadeEntries", () => {
  const of = (rows: number, columns: number) => ({
    part: `${rows} by ${columns}`,
    source: { rows, columns },
  });

  it("adds up what is given by size, by recipe or by selection, and passes over what is stored", () => {
    const { phi } = network.layers[0] as SpectralLayer;
    const stored: MatrixSource = { rows: 5, columns: 5, values: new Float32Array(25) };
    const made = [of(2, 3), { part: "phi", source: phi }, { part: "stored", source: stored }, of(1, 1)];
    expect(() => checkMadeEntries("read", made, { maxEntries: 6 + entries + 1 })).not.toThrow();
    expect(() => checkMadeEntries("read", made, { maxEntries: 6 + entries })).toThrow(
      new RangeError(
        `read: the matrices that are made, up to 1 by 1, must have at most ${6 + entries} entries together (maxEntries), got ${entries + 7}`,
      ),
    );
  });

  it("has a default of 2^28 for all together", () => {
    expect(() => checkMadeEntries("read", [of(2 ** 14, 2 ** 13), of(2 ** 13, 2 ** 14)])).not.toThrow();
    expect(() => checkMadeEntries("read", [of(2 ** 14, 2 ** 13), of(2 ** 13, 2 ** 14), of(1, 1)])).toThrow(
      `got ${2 ** 28 + 1}`,
    );
  });

  it.each([NaN, Infinity, 2 ** 53])("refuses %d rows", (rows) => {
    expect(() => checkMadeEntries("read", [of(rows, 1)])).toThrow(RangeError);
  });

  it("takes a limit of Infinity for what is trusted", () => {
    expect(() => checkMadeEntries("read", [of(2 ** 30, 2 ** 30)], { maxEntries: Infinity })).not.toThrow();
  });
});

describe("what a network is made of when it is used", () => {
  it("has no more entries than what its file stores and what is counted, for every kind of layer", () => {
    const sizes = [1, 2, 9];
    const layers = sizes.flatMap((inputs) =>
      sizes.flatMap((units) =>
        (["dense", "spectral", "s-svd", "s-qr"] as const).flatMap(
          (kind) => createNetwork({ inputShape: inputs, layers: [{ kind, units }] }).layers,
        ),
      ),
    );
    const kernels = layers.filter(isMapping).map((layer) => {
      const most = fieldSizes(layer);
      expect(layerKernel(layer).length).toBeLessThanOrEqual(most);
      return layer.kind;
    });
    expect(new Set(kernels).size).toBe(4);
  });
});

function fieldSizes(layer: Layer): number {
  return layerFields(layer).reduce((sum, { shape }) => sum + shapeSize(shape), 0);
}
