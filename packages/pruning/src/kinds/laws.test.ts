import "@reciprocal/test-utils";
import { forward, inputSize, isMapping, layerKernel, mappings, type Network } from "@reciprocal/network";
import { hasDynamicMask, mappingKinds, networks, samplesOf, threeLayers } from "@reciprocal/test-networks";
import { describe, expect, it } from "vitest";
import { bake } from "../bake.js";
import { selectInputs } from "../features/select-inputs.js";
import { mask } from "../mask.js";
import { networkSize } from "../network-size.js";
import { atRandom } from "../ranking/at-random.js";
import { keptInputs, shrink } from "../shrink.js";
import { forwardSparse } from "../sparse/forward-sparse.js";
import { toSparse } from "../sparse/to-sparse.js";
import { cutLayer } from "./index.js";

// float32 factors, summed over a few nodes
const rounding = { relative: 2e-6, absolute: 2e-6 };

const zeros = (network: Network) =>
  mappings(network).map(({ layer }) => layerKernel(layer).map((w) => Number(w === 0)));

function expectSameOutputs(smaller: Network, network: Network, kept?: Uint32Array): void {
  const samples = samplesOf(network);
  const fewer = kept ? selectInputs(samples, inputSize(network), kept) : samples;
  expect(forward(smaller, fewer)).toBeCloseRelative(forward(network, samples), rounding);
}

describe.each(Object.entries(networks))("%s", (_, network) => {
  it("is baked to the same outputs, with the zeros of its masks and without masks", () => {
    const baked = bake(network);
    expect(mappings(baked).filter(({ layer }) => layer.mask ?? layer.sparsity)).toEqual([]);
    expect(zeros(baked)).toEqual(zeros(network));
    expectSameOutputs(baked, network);
    expect(bake(baked)).toBe(baked);
  });

  it("gives the same outputs in sparse rows", () => {
    const samples = samplesOf(network, 9);
    const dense = forward(network, samples);
    expect(forwardSparse(toSparse(network), samples)).toBeCloseRelative(dense, rounding);
  });

  it("keeps its outputs if it is shrunk, and its shape if no input goes", () => {
    const baked = hasDynamicMask(network) ? bake(network) : network;
    const small = shrink(baked);
    expectSameOutputs(small, baked);
    expect(small.inputShape).toEqual(network.inputShape);
    expectSameOutputs(shrink(baked, { inputs: true }), baked, keptInputs(baked));
  });
});

describe.each(mappingKinds)("%s", (kind) => {
  it.each([0, 1, 2])("keeps its outputs without nodes, inputs and weights at random, seed %s", (seed) => {
    for (const of of ["nodes", "weights"] as const) {
      const by = atRandom({ of, seed });
      const layers = of === "nodes" ? { layers: [-1, 0, 2] } : {};
      const masked = mask(threeLayers(kind), { by, amount: { percentile: 60 }, ...layers });
      const small = shrink(masked, { inputs: true });
      expectSameOutputs(small, masked, keptInputs(masked));
      expect(small.layers.map((layer) => layer.kind)).toEqual(masked.layers.map((layer) => layer.kind));
      if (of === "nodes") expect(networkSize(small)).toMatchObject({ inputs: 3, hiddenNodes: 4 + 2 });
      expectSameOutputs(bake(masked), masked);
    }
  });
});

describe("a kind that lacks a step", () => {
  it("is refused by name", () => {
    const layer = threeLayers("dense").layers.find(isMapping)!;
    const other = { ...layer, kind: "sketch" } as never;
    const kept = { rows: Uint32Array.of(0), columns: Uint32Array.of(0) };
    expect(() => cutLayer(other, kept)).toThrow(TypeError);
    expect(() => cutLayer(other, kept)).toThrow(/shrink: sketch layers/);
  });
});
