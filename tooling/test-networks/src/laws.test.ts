import "@reciprocal/test-utils";
import {
  activations,
  applyPatch,
  countParameters,
  createNetwork,
  createPlainPredictor,
  decodeNetwork,
  diffNetworks,
  encodeNetwork,
  forward,
  inputSize,
  isMapping,
  layerFields,
  layerKernel,
  layerShapes,
  mappings,
  matrixDigest,
  type MatrixSource,
  type Network,
  encodeSafetensors,
  fromSafetensors,
  networkFromText,
  toSafetensors,
  networkToText,
  outputShape,
  outputSize,
  parameterKey,
  parameters,
  decodeSafetensors,
  shapeSize,
  summary,
  toDense,
  trainableParameters,
  validateNetwork,
  withParameters,
  withTrainable,
} from "@reciprocal/network";
import { magnitudeThreshold } from "@reciprocal/spectral";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyChange, anyNetwork } from "./any-network.js";
import {
  countByFormula,
  kernelByFormula,
  mappingKinds,
  networkOf,
  networks,
  samplesOf,
  specOf,
  withStoredMatrices,
} from "./index.js";

/** What files of spectra as float16 hold exactly: eighths, up to 2. */
function eighths(network: Network): Network {
  const updates = parameters(network).map(({ layer, name, values }) => ({
    layer,
    name,
    values: values.map((value) => Math.round(8 * Math.max(-2, Math.min(2, value))) / 8),
  }));
  return withParameters(network, updates);
}

describe.each(Object.entries(networks))("%s", (_, network) => {
  it("is the same after every file", () => {
    expect(decodeNetwork(encodeNetwork(network))).toEqual(network);
    expect(networkFromText(networkToText(network))).toEqual(network);
    expect(fromSafetensors(decodeSafetensors(encodeSafetensors(toSafetensors(network))))).toEqual(network);
    const round = eighths(network);
    expect(decodeNetwork(encodeNetwork(round, { spectra: "float16" }))).toEqual(round);
    expect(networkFromText(networkToText(round, { spectra: "float16" }))).toEqual(round);
  });

  it("is the same after a patch that changes everything that may train", () => {
    const changed = withTrainable(eighths(network), "none");
    expect(applyPatch(network, diffNetworks(network, changed))).toEqual(changed);
    expect(applyPatch(network, diffNetworks(network, changed, { spectra: "float16" }))).toEqual(changed);
    expect(applyPatch(network, diffNetworks(network, network))).toEqual(network);
  });

  it("has a tensor of its shape for every list of numbers that it stores", () => {
    const { tensors } = toSafetensors(network);
    network.layers.forEach((layer, index) => {
      for (const { name, content, shape } of layerFields(layer)) {
        if (content instanceof Float32Array) {
          expect(tensors[`layers.${index}.${name}`]).toEqual({ dtype: "F32", shape, data: content });
        } else if ("values" in content) {
          expect(tensors[`layers.${index}.${name}.values`]).toEqual({
            dtype: "F32",
            shape,
            data: content.values,
          });
        }
      }
    });
  });

  it("computes w x + b with w by the formula of its kind", () => {
    const samples = samplesOf(network, 4);
    const shapes = layerShapes(network);
    network.layers.forEach((layer, index) => {
      const x = forward(network, samples, { upTo: index });
      const y = forward(network, samples, { upTo: index + 1 });
      expect(y).toHaveLength(4 * shapeSize(shapes[index]!.output));
      if (!isMapping(layer)) return;
      const { inputs: n, outputs: m, bias, sparsity = 0 } = layer;
      const w = kernelByFormula(layer);
      if (sparsity > 0) {
        const threshold = magnitudeThreshold(w, sparsity);
        w.forEach((value, at) => (w[at] = Math.abs(Math.fround(value)) < threshold ? 0 : value));
      }
      expect(layerKernel(layer)).toBeCloseRelative(w, { relative: 1e-12, absolute: 1e-12 });
      const expected = Float64Array.from({ length: 4 * m }, (_, at) => {
        const [sample, i] = [Math.floor(at / m), at % m];
        let sum = bias?.[i] ?? 0;
        for (let j = 0; j < n; j++) sum += w[i * n + j]! * x[sample * n + j]!;
        return sum;
      });
      expect(y).toBeCloseRelative(expected, { relative: 1e-12, absolute: 1e-12 });
    });
  });

  it("has the same outputs as a dense network but for one rounding of each weight", () => {
    const dense = toDense(network);
    expect(new Set(mappings(dense).map(({ layer }) => layer.kind))).toEqual(
      new Set(mappings(network).length > 0 ? ["dense"] : []),
    );
    const samples = samplesOf(network);
    expect(forward(dense, samples)).toBeCloseRelative(forward(network, samples), {
      relative: 1e-6,
      absolute: 1e-6,
    });
    expect(encodeNetwork(toDense(dense))).toEqual(encodeNetwork(dense));
  });

  it("has the same outputs from kept kernels but for the rounding of weights and outputs", () => {
    const samples = samplesOf(network, 3);
    const predictor = createPlainPredictor(network);
    const outputs = predictor.predict(samples);
    expect(outputs).toBeCloseRelative(forward(network, samples), { relative: 1e-6, absolute: 1e-6 });
    // one at a time, in another order
    const width = inputSize(network);
    for (const i of [2, 0, 1]) {
      const alone = predictor.predict(samples.subarray(i * width, (i + 1) * width));
      expect(alone).toEqual(outputs.subarray(i * alone.length, (i + 1) * alone.length));
    }
  });

  it("has shapes that follow from one another", () => {
    const shapes = layerShapes(network);
    expect(shapes.map(({ input }) => input)).toEqual(
      [network.inputShape, ...shapes.map(({ output }) => output)].slice(0, shapes.length),
    );
    expect(outputShape(network)).toEqual(shapes.at(-1)?.output ?? network.inputShape);
    expect(inputSize(network)).toBe(shapeSize(network.inputShape));
    expect(forward(network, samplesOf(network, 3))).toHaveLength(3 * outputSize(network));
  });

  it("counts what it lists", () => {
    const count = (groups: readonly { shape: readonly number[] }[]) =>
      groups.reduce((sum, { shape }) => sum + shapeSize(shape), 0);
    const fields = network.layers.flatMap(layerFields);
    expect(countParameters(network)).toBe(count(trainableParameters(network)));
    expect(countParameters(network, { trainableOnly: false })).toBe(count(fields));
    expect(summary(network).trainable).toBe(countParameters(network));
    expect(summary(network).dense).toBe(countParameters(toDense(withTrainable(network, "all"))));
    for (const { shape, values } of parameters(network)) expect(values).toHaveLength(shapeSize(shape));
    const keys = parameters(network).map(parameterKey);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("takes every choice of what trains", () => {
    for (const { name, role, trainable } of parameters(withTrainable(network, "eigenvalues"))) {
      if (role !== "bias") expect([name, trainable]).toEqual([name, role === "eigenvalues"]);
    }
    expect(trainableParameters(withTrainable(network, "none"))).toEqual([]);
    const all = withTrainable(network, "all");
    expect(trainableParameters(all)).toHaveLength(parameters(network).length);
    expect(encodeNetwork(withTrainable(all, "all"))).toEqual(encodeNetwork(all));
  });

  it("has the same matrices, and outputs, if they are stored", () => {
    const stored = withStoredMatrices(network);
    const digests = ({ layers }: Network) =>
      layers
        .flatMap(layerFields)
        .flatMap(({ storage, content }) =>
          storage === "matrix" ? [matrixDigest(content as MatrixSource)] : [],
        );
    expect(digests(stored)).toEqual(digests(network));
    expect(forward(stored, samplesOf(network))).toEqual(forward(network, samplesOf(network)));
  });
});

describe.each(mappingKinds)("a %s layer", (kind) => {
  it.each([
    [2, 3],
    [3, 3],
    [7, 3],
    [1, 1],
  ])("of %i nodes to %i trains as many numbers as its formula says", (n, m) => {
    const network = networkOf(n, specOf(kind, m));
    expect(countParameters(network, { bias: false })).toBe(countByFormula(kind, n, m));
    expect(countParameters(network)).toBe(countByFormula(kind, n, m) + m);
  });

  it("is the same from the same seed, and another from another", () => {
    const made = (seed: number) => createNetwork({ inputShape: 5, layers: [specOf(kind, 4)], seed });
    expect(encodeNetwork(made(1))).toEqual(encodeNetwork(made(1)));
    expect(encodeNetwork(made(1))).not.toEqual(encodeNetwork(made(2)));
  });

  it("keeps its numbers if it gains a mask, loses its bias, or another layer changes", () => {
    const first = (rest: object) =>
      createNetwork({ inputShape: 5, layers: [specOf(kind, 4, rest), specOf(kind, 3)] }).layers[0]!;
    const plain = first({});
    expect(first({ sparsity: 0.5 })).toEqual({ ...plain, sparsity: 0.5 });
    const { bias, ...rest } = plain as typeof plain & { bias: Float32Array };
    expect(bias).toHaveLength(4);
    expect(first({ useBias: false })).toEqual(rest);
    const before = createNetwork({ inputShape: 5, layers: [specOf("dense", 6), specOf(kind, 4)] }).layers[1];
    const after = createNetwork({
      inputShape: 5,
      layers: [specOf("dense", 6, { useBias: false }), specOf(kind, 4)],
    });
    expect(after.layers[1]).toEqual(before);
  });

  it("trains what its spec says", () => {
    const made = (trainable: object) =>
      parameters(createNetwork({ inputShape: 5, layers: [specOf(kind, 4, { trainable })] }));
    for (const { name } of made({})) {
      for (const flag of [true, false]) {
        expect(made({ [name]: flag }).find((group) => group.name === name)!.trainable).toBe(flag);
      }
    }
    expect(() => made({ gamma: true })).toThrow(TypeError);
    expect(() => made({ gamma: true })).toThrow(/trainable.*gamma/);
  });

  it("takes an image in the order of height, width, channels", () => {
    const [flat, image] = [12, [3, 2, 2]].map((inputShape) => networkOf(inputShape, specOf(kind, 4)));
    expect(image!.layers).toEqual(flat!.layers);
    expect(forward(image!, samplesOf(image!))).toEqual(forward(flat!, samplesOf(flat!)));
  });

  it("refuses what another layer could not hand on", () => {
    const network = networkOf(5, specOf(kind, 4));
    expect(() => validateNetwork({ ...network, inputShape: [2, 3] })).toThrow(/what arrives.*got 5/);
    expect(() => createNetwork({ inputShape: 5, layers: [specOf(kind, 0)] })).toThrow(/units.*got 0/);
  });
});

it("softmax runs over the channels of an image", () => {
  const network: Network = { inputShape: [2, 1, 2], layers: [{ kind: "activation", activation: "softmax" }] };
  // e^0 / (e^0 + e^0), then e^(ln 3) / (e^(ln 3) + e^0)
  expect(forward(network, [0, 0, Math.log(3), 0])).toBeCloseRelative([0.5, 0.5, 0.75, 0.25], {
    relative: 1e-15,
  });
  expect(activations).toContain("softmax");
});

describe("any network", () => {
  it("is the same after every file", () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        expect(decodeNetwork(encodeNetwork(network))).toEqual(network);
        expect(fromSafetensors(decodeSafetensors(encodeSafetensors(toSafetensors(network))))).toEqual(
          network,
        );
      }),
    );
  });

  it("has the same bytes, whatever the order of its keys", () => {
    fc.assert(
      fc.property(anyNetwork, (network) => {
        const layers = network.layers.map((layer) => Object.fromEntries(Object.entries(layer).reverse()));
        const reversed = { layers, inputShape: network.inputShape } as unknown as Network;
        expect(encodeNetwork(reversed)).toEqual(encodeNetwork(network));
        expect(encodeSafetensors(toSafetensors(reversed))).toEqual(encodeSafetensors(toSafetensors(network)));
      }),
    );
  });

  it("is what a patch makes of its base, exactly", () => {
    const pairs = anyNetwork.chain((base) => fc.tuple(fc.constant(base), anyChange(base)));
    fc.assert(
      fc.property(pairs, ([base, changed]) => {
        expect(applyPatch(base, diffNetworks(base, changed))).toEqual(changed);
      }),
    );
  });
});
