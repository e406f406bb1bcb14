import { createNetwork, encodeNetwork, type Layer, type Network, networkToText } from "@reciprocal/network";
import { expect, it } from "vitest";
import { readNetwork } from "./read-network.js";

it("counts a selection by its indices, which may repeat, in files and in links", () => {
  const [layer] = createNetwork({ inputShape: 2001, layers: [{ kind: "spectral", units: 2000 }] }).layers;
  const recipe = { kind: "normal", seed: 0, deviation: 1 } as const;
  const selection = {
    of: { rows: 1, columns: 1, recipe },
    rowIndices: new Uint32Array(2000),
    columnIndices: new Uint32Array(2001),
  };
  const phi = { rows: 2000, columns: 2001, selection };
  const network: Network = { inputShape: [2001], layers: [{ ...layer, phi } as Layer] };
  const file = encodeNetwork(network);
  expect(file.length).toBeLessThan(50_000);
  for (const source of [file, networkToText(network)]) {
    expect(() => readNetwork(source, { inputs: 2001, outputs: 2000 })).toThrow(
      "This is not a network that opens here, or not all of it: the matrices that are made, up to layer 0 (spectral): phi, must have at most 4000000 entries together (maxEntries), got 4002001",
    );
  }
});

it("says what a network of another size takes and has", () => {
  const file = encodeNetwork(createNetwork({ inputShape: 9, layers: [{ kind: "dense", units: 10 }] }));
  expect(() => readNetwork(file, { inputs: 784, outputs: [2, 100] })).toThrow(
    "takes 784 inputs, one per pixel, and has 2 to 100 outputs. This one takes 9 inputs and has 10 outputs.",
  );
  expect(() => readNetwork(file, { inputs: 9, outputs: 9 })).toThrow("has 9 outputs. This one");
  expect(readNetwork(file, { inputs: 9, outputs: [2, 10] }).inputShape).toEqual([9]);
});
