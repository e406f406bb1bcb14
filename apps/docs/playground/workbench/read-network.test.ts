import type { Dataset } from "@reciprocal/datasets";
import { createNetwork, encodeNetwork, type Layer, type Network, networkToText } from "@reciprocal/network";
import { expect, it } from "vitest";
import { readNetwork } from "./read-network.js";

const none: Dataset = {
  name: "none",
  inputs: new Float32Array(0),
  count: 0,
  features: 2001,
  shape: [2001],
  labels: new Int32Array(0),
  classes: 2000,
};

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
    expect(() => readNetwork(source, none)).toThrow(
      "This is not a network that opens here, or not all of it: the matrices that are made, up to layer 0 (spectral): phi, must have at most 4000000 entries together (maxEntries), got 4002001",
    );
  }
});
