import { layerKernel, type MappingLayer } from "@reciprocal/network";
import { describe, expect, it } from "vitest";
import { UsageError } from "@reciprocal/sweeps";
import { layerSizes } from "./network-name.js";
import { denseValues, speedNetwork, spectralValues } from "./speed-network.js";

describe("layerSizes", () => {
  it("reads sizes", () => {
    expect(layerSizes("--networks", "784-1000-10")).toEqual([784, 1000, 10]);
  });

  it.each(["784", "784-", "784-0-10", "a-b", "784-1e3-10", ""])("refuses %j", (name) => {
    expect(() => layerSizes("--network", name)).toThrow(
      new UsageError(`--network: needs layer sizes such as 784-1000-10, got ${JSON.stringify(name)}`),
    );
  });
});

describe("speedNetwork and its values", () => {
  it("has mappings, a hidden relu and a softmax at the end", () => {
    const { layers } = speedNetwork([5, 4, 3], "spectral", 1);
    expect(layers.map((layer) => (layer.kind === "activation" ? layer.activation : layer.kind))).toEqual([
      ...["spectral", "relu", "spectral", "softmax"],
    ]);
  });

  it("trains both spectra and the bias of a spectral layer, not its eigenvectors", () => {
    const [layer] = speedNetwork([5, 4], "spectral", 1).layers;
    expect(layer).toMatchObject({ trainable: { lambdaIn: true, lambdaOut: true, bias: true, phi: false } });
  });

  it("hands over the numbers that make the layer's kernel", () => {
    const network = speedNetwork([5, 4, 3], "spectral", 1);
    const [{ phi, lambdaIn, lambdaOut, bias }] = spectralValues(network) as [
      ReturnType<typeof spectralValues>[0],
    ];
    const kernel = layerKernel(network.layers[0] as MappingLayer);
    for (let i = 0; i < 4; i++) {
      for (let j = 0; j < 5; j++) {
        expect((lambdaIn[j]! - lambdaOut[i]!) * phi[i * 5 + j]!).toBeCloseTo(kernel[i * 5 + j]!, 6);
      }
    }
    expect(bias.length).toBe(4);
  });

  it("refuses a network of another kind", () => {
    expect(() => denseValues(speedNetwork([5, 4], "spectral", 1))).toThrow(
      "expected dense layers, got spectral",
    );
  });
});
