import { expectLinear, growth } from "@reciprocal/test-utils";
import { describe, expect, it } from "vitest";
import { createNetwork } from "../create-network.js";
import type { Layer } from "../kinds/index.js";
import type { Network } from "../network.js";
import { everyKind } from "../testing/every-kind.js";
import { decodeNetwork, decodeNetworkWithData, encodeNetwork } from "./compact.js";
import { denseFromSafetensors } from "./dense-safetensors.js";
import { fromSafetensors, toSafetensors } from "./network-safetensors.js";
import { applyPatch, diffNetworks } from "./patch.js";
import type { PlainData } from "./plain-data.js";
import { decodeSafetensors, encodeSafetensors } from "./safetensors.js";
import type { Tensor } from "./tensor.js";
import { networkFromText, networkToText } from "./text.js";

const activation: Layer = { kind: "activation", activation: "relu" };

/** What is small in a file and could be much work, at a size. */
const networks: Readonly<Record<string, (size: number) => Network>> = {
  "many layers without numbers": (size) => ({
    inputShape: [1],
    layers: Array.from({ length: 2 * size }, () => activation),
  }),
  "many sizes of a sample, and many layers": (size) => ({
    inputShape: Array.from({ length: size }, () => 1),
    layers: Array.from({ length: size }, () => activation),
  }),
  "many layers of all kinds": (size) => ({
    inputShape: [3],
    layers: Array.from({ length: size / 25 }, () => [
      ...everyKind.layers.slice(0, -1),
      ...createNetwork({ inputShape: 2, layers: [{ kind: "s-svd", units: 3 }] }).layers,
    ]).flat(),
  }),
  "long stored lists and a mask": (size) =>
    withMask(createNetwork({ inputShape: size, layers: [{ kind: "dense", units: 4 }] })),
  "long lists of indices": (size) => {
    const places = (length: number) => Uint32Array.from({ length }, (_, i) => (i * 7) % 2);
    const recipe = { kind: "normal", seed: 0, deviation: 1 } as const;
    const [layer] = createNetwork({ inputShape: size, layers: [{ kind: "spectral", units: 2 }] }).layers;
    const selection = {
      of: { rows: 2, columns: 2, recipe },
      rowIndices: places(2),
      columnIndices: places(size),
    };
    return {
      inputShape: [size],
      layers: [{ ...layer, phi: { rows: 2, columns: size, selection } } as Layer],
    };
  },
};

function withMask(network: Network): Network {
  const layers = network.layers.map((layer) =>
    layer.kind === "dense"
      ? { ...layer, mask: Uint8Array.from({ length: layer.inputs * layer.outputs }, (_, i) => i % 2) }
      : layer,
  );
  return { ...network, layers };
}

async function expectLinearReader<I extends { readonly length: number }>(
  make: (size: number) => I,
  read: (input: I) => unknown,
): Promise<void> {
  const measured = await growth(make, read, [50, 150, 450]);
  expect(measured.map(({ error }) => error)).toEqual([undefined, undefined, undefined]);
  expectLinear(measured);
}

describe.each(Object.entries(networks))("work is in proportion to the file: %s", (_, network) => {
  it("decodeNetwork", () => expectLinearReader((size) => encodeNetwork(network(size)), decodeNetwork));

  it("fromSafetensors", () =>
    expectLinearReader(
      (size) => encodeSafetensors(toSafetensors(network(size))),
      (bytes) => fromSafetensors(decodeSafetensors(bytes)),
    ));
});

describe("work is in proportion to the file", () => {
  const network = networks["many layers of all kinds"]!;

  it("networkFromText", () => expectLinearReader((size) => networkToText(network(size)), networkFromText));

  it("encodeNetwork", () =>
    expectLinearReader(
      (size) => {
        const made = network(size);
        return { made, length: encodeNetwork(made).length };
      },
      ({ made }) => encodeNetwork(made),
    ));

  it("applyPatch", () =>
    expectLinearReader(
      (size) => {
        const dense = { kind: "dense", units: 2 } as const;
        const layers = Array.from({ length: size / 2 }, () => dense);
        const [base, changed] = [1, 2].map((seed) => createNetwork({ inputShape: 2, layers, seed }));
        const patch = diffNetworks(base!, changed!);
        return { base: base!, patch, length: patch.length };
      },
      ({ base, patch }) => applyPatch(base, patch),
    ));

  it.each<[string, (size: number) => PlainData]>([
    ["a long list", (size) => Array.from({ length: size }, (_, i) => i)],
    [
      "a long name over a long list",
      (size) => ({ ["x".repeat(size)]: Array.from({ length: size }, () => 1) }),
    ],
    ["many names", (size) => Object.fromEntries(Array.from({ length: size }, (_, i) => [`name ${i}`, i]))],
    [
      "many names that begin alike",
      (size) => Object.fromEntries(Array.from({ length: size }, (_, i) => [`${"x".repeat(50)}${i}`, ""])),
    ],
    ["many lists", (size) => Array.from({ length: size }, () => [[], {}])],
    ["a long text", (size) => '\\"'.repeat(size)],
  ])("decodeNetworkWithData: %s", (_, data) =>
    expectLinearReader(
      (size) => encodeNetwork({ inputShape: [1], layers: [] }, { data: data(size) }),
      decodeNetworkWithData,
    ),
  );

  const tensor: Tensor = { dtype: "F32", shape: [2, 1, 1], data: Float32Array.of(1, 2) };
  it.each<[string, (size: number) => Readonly<Record<string, Tensor>>]>([
    ["many tensors", (size) => Object.fromEntries(Array.from({ length: size }, (_, i) => [`t${i}`, tensor]))],
    [
      "tensors without numbers",
      (size) =>
        Object.fromEntries(
          Array.from({ length: size }, (_, i) => [
            `${i}`,
            { dtype: "U8", shape: [0], data: new Uint8Array() } satisfies Tensor,
          ]),
        ),
    ],
    [
      "many sizes",
      (size) => ({ t: { dtype: "U8", shape: Array<number>(size).fill(1), data: Uint8Array.of(1) } }),
    ],
    ["a long name", (size) => ({ ["n".repeat(size)]: tensor })],
    ["halves", (size) => ({ t: { dtype: "BF16", shape: [size], data: new Float32Array(size) } })],
  ])("decodeSafetensors: %s", (_, tensors) =>
    expectLinearReader((size) => encodeSafetensors({ tensors: tensors(size) }), decodeSafetensors),
  );

  it("denseFromSafetensors", () =>
    expectLinearReader(
      (size) => {
        const names = Array.from({ length: size }, (_, i) => `k${i}`);
        const kernel: Tensor = { dtype: "F64", shape: [1, 1], data: Float64Array.of(1) };
        const tensors = Object.fromEntries(names.map((name) => [name, kernel]));
        return { content: { tensors, metadata: {} }, names, length: size };
      },
      ({ content, names }) =>
        denseFromSafetensors(content, {
          layers: names.map((kernel) => ({ kernel })),
          orientation: "in-out",
        }),
    ));
});
