import { forward, isReciprocal, layerKernel, type MappingLayer, type Network } from "@reciprocal/network";
import { mappingKinds, samplesOf, threeLayers } from "@reciprocal/test-networks";
import { describe, expect, it } from "vitest";
import "@reciprocal/test-utils";
import { bake } from "./bake.js";
import { mask } from "./mask.js";
import { inputLayer } from "./node-layers.js";
import { atRandom } from "./ranking/at-random.js";

const nodes = [
  { layer: inputLayer, indices: [2] },
  { layer: 0, indices: [0, 3, 4] },
  { layer: 2, indices: [5] },
];
const kernels = (network: Network) =>
  network.layers.flatMap((layer) => (layer.kind === "activation" ? [] : [layerKernel(layer)]));
const hasMask = ({ layers }: Network) =>
  layers.some((layer) => layer.kind !== "activation" && (layer.mask ?? layer.sparsity) !== undefined);

describe("bake", () => {
  it.each(mappingKinds)("stores the zeros of masked nodes in %s layers, which stay of their kind", (kind) => {
    const masked = mask(threeLayers(kind), { nodes });
    const network = bake(masked);
    expect(hasMask(network)).toBe(false);
    expect(network.layers.map((layer) => layer.kind)).toEqual(masked.layers.map((layer) => layer.kind));
    kernels(network).forEach((kernel, i) => {
      expect(kernel).toBeCloseRelative(kernels(masked)[i]!, { relative: 1e-6, absolute: 1e-6 });
      expect(kernel.map((w) => +(w === 0))).toEqual(kernels(masked)[i]!.map((w) => +(w === 0)));
    });
    const samples = samplesOf(network);
    expect(forward(network, samples)).toBeCloseRelative(forward(masked, samples), {
      relative: 1e-6,
      absolute: 1e-7,
    });
  });

  it.each(mappingKinds)("stores the zeros of single weights in %s layers", (kind) => {
    const masked = mask(threeLayers(kind), {
      by: atRandom({ of: "weights" }),
      amount: { percentile: 40 },
    });
    const network = bake(masked);
    expect(hasMask(network)).toBe(false);
    const baked = network.layers[0] as MappingLayer;
    const hasEigenvalues = isReciprocal(masked.layers[0]!);
    expect(baked.kind).toBe(hasEigenvalues ? "spectral" : "dense");
    expect(baked.trainable).toEqual(
      hasEigenvalues
        ? { lambdaIn: true, lambdaOut: true, phi: false, bias: true }
        : { kernel: true, bias: true },
    );
    kernels(network).forEach((kernel, i) => {
      const before = kernels(masked)[i]!;
      expect(kernel).toBeCloseRelative(before, { relative: 1e-6, absolute: 1e-6 });
      expect(kernel.map((w) => +(w === 0))).toEqual(before.map((w) => +(w === 0)));
      expect(kernel.some((w) => w === 0)).toBe(true);
    });
  });

  it.each(mappingKinds)("stores the zeros of a dynamic mask in %s layers", (kind) => {
    const whole = threeLayers(kind);
    const dynamic: Network = {
      ...whole,
      layers: whole.layers.map((layer) =>
        layer.kind === "activation" ? layer : { ...layer, sparsity: 0.5 },
      ),
    };
    const network = bake(dynamic);
    expect(hasMask(network)).toBe(false);
    kernels(network).forEach((kernel, i) => {
      const before = kernels(dynamic)[i]!;
      expect(kernel.map((w) => +(w === 0))).toEqual(before.map((w) => +(w === 0)));
      expect(kernel).toBeCloseRelative(before, { relative: 1e-6, absolute: 1e-6 });
    });
  });

  it("keeps recipes if nothing is written into them, and networks without masks", () => {
    const whole = threeLayers("s-svd");
    expect(bake(whole)).toBe(whole);
    const network = bake(mask(whole, { nodes: [{ layer: inputLayer, indices: [1] }] }));
    const [before, after] = [whole.layers[0], network.layers[0]];
    if (before?.kind !== "s-svd" || after?.kind !== "s-svd") throw new Error("other layers than expected");
    expect(after.U).toBe(before.U);
    expect(after.V).not.toBe(before.V);
  });
});
