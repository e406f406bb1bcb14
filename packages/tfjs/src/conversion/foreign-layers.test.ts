import { forward, type Network, shapeSize, ShapeError } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { errorWith } from "@reciprocal/test-utils";
import { io, tensor } from "@tensorflow/tfjs-core";
import {
  input,
  layers,
  type LayersModel,
  loadLayersModel,
  model as functional,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { sparseDense } from "../kinds/dense.js";
import { spectralDense } from "../kinds/spectral.js";
import { eachBackend } from "../testing/each-backend.js";
import { outputsOf } from "../testing/outputs-of.js";
import { savedModel } from "../testing/saved-model.js";
import { fromLayersModel } from "./from-layers-model.js";

type TfjsLayer = layers.Layer;

const random = new Random(5);
const { dense, batchNormalization, rescaling, reshape, flatten, leakyReLU, softmax } = layers;

/** A model of layers one after the other, on samples of a shape, with numbers other than those that it starts with. */
function chain(shape: readonly number[], ...list: readonly TfjsLayer[]): LayersModel {
  const first = input({ shape: [...shape] });
  const last = list.reduce((value, layer) => layer.apply(value) as SymbolicTensor, first);
  return randomized(functional({ inputs: first, outputs: last }));
}

function randomized(model: LayersModel): LayersModel {
  for (const weight of model.weights) {
    const shape = weight.shape as number[];
    const low = weight.originalName.includes("variance") ? 0.5 : -1;
    const values = Float32Array.from({ length: shapeSize(shape) }, () => random.uniform(low, 1));
    weight.write(tensor(values, shape));
  }
  return model;
}

/** Rows of an image of one channel minus 1 and 3. */
function batchNormalized() {
  const first = input({ shape: [2, 2, 1] });
  const layer = batchNormalization({ axis: 1, epsilon: 0, center: false, scale: false });
  const outputs = layer.apply(first) as SymbolicTensor;
  layer.setWeights([tensor([1, 3]), tensor([1, 1])]);
  return { inputs: first, outputs };
}

const shown = ({ layers: list }: Network) =>
  list.map((layer) => ("activation" in layer ? layer.activation : layer.outputs)).join(" ");

async function expectSame(model: LayersModel, expected: string): Promise<Network> {
  const network = await fromLayersModel(model);
  expect(shown(network)).toBe(expected);
  const values = Float32Array.from({ length: 3 * shapeSize(network.inputShape) }, () =>
    random.uniform(-2, 2),
  );
  expect(forward(network, values)).toBeCloseRelative(outputsOf(model, values), {
    relative: 1e-5,
    absolute: 1e-5,
  });
  return network;
}

const image = [4, 3, 2];

eachBackend("fromLayersModel works into a Dense what scales and shifts", () => {
  it.each<[string, readonly number[], () => readonly TfjsLayer[], string]>([
    [
      "Rescaling of an image",
      image,
      () => [rescaling({ scale: 1 / 255, offset: -1 }), flatten(), dense({ units: 5 })],
      "5",
    ],
    ["Rescaling after it", [6], () => [dense({ units: 5 }), rescaling({ scale: 2, offset: 3 })], "5"],
    [
      "Rescaling after one without a bias",
      [6],
      () => [dense({ units: 5, useBias: false }), rescaling({ scale: 2, offset: 3 })],
      "5",
    ],
    ["BatchNormalization before it", [6], () => [batchNormalization({}), dense({ units: 5 })], "5"],
    [
      "BatchNormalization after it, before its activation",
      [6],
      () => [
        dense({ units: 5 }),
        batchNormalization({ epsilon: 0.1 }),
        leakyReLU({ alpha: 0.2 }),
        dense({ units: 2 }),
      ],
      "5 leaky-relu 2",
    ],
    [
      "BatchNormalization after its activation",
      [6],
      () => [
        dense({ units: 5, activation: "relu" }),
        batchNormalization({ scale: false }),
        dense({ units: 2, activation: "softmax" }),
      ],
      "5 relu 2 softmax",
    ],
    [
      "BatchNormalization of the channels of an image",
      image,
      () => [batchNormalization({}), flatten(), dense({ units: 3 })],
      "3",
    ],
    [
      "several, one after the other",
      [6],
      () => [
        rescaling({ scale: 2 }),
        batchNormalization({}),
        dense({ units: 4 }),
        batchNormalization({}),
        rescaling({ scale: -1 }),
        batchNormalization({}),
      ],
      "4",
    ],
    [
      "BatchNormalization between a spectral layer and a Dense",
      [6],
      () => [spectralDense({ units: 4 }), batchNormalization({}), dense({ units: 2 })],
      "4 2",
    ],
  ])("%s", async (_, shape, list, expected) => {
    await expectSame(chain(shape, ...list()), expected);
  });

  it("and what does neither, into nothing", async () => {
    const network = await expectSame(
      chain([6], layers.reLU(), rescaling({ scale: 1 }), spectralDense({ units: 2 })),
      "relu 2",
    );
    expect(network.layers[1]!.kind).toBe("spectral");
  });

  it.each<[string, readonly TfjsLayer[], readonly string[]]>([
    [
      "before an activation",
      [rescaling({ scale: 2, name: "r" }), layers.reLU({ name: "a" })],
      ["layer r (Rescaling) scales and shifts what layer a (ReLU) takes", "Dense"],
    ],
    [
      "at the end",
      [dense({ units: 2, activation: "relu" }), batchNormalization({ name: "b" })],
      ["layer b (BatchNormalization) scales and shifts what the model gives"],
    ],
    [
      "before a spectral layer",
      [batchNormalization({ name: "b" }), spectralDense({ units: 2, name: "s" })],
      ["layer b (BatchNormalization) scales and shifts what layer s ("],
    ],
    [
      "after a spectral layer",
      [spectralDense({ units: 2 }), batchNormalization({ name: "b" })],
      ["layer b (BatchNormalization) scales and shifts what the model gives"],
    ],
    [
      "behind a dynamic mask",
      [sparseDense({ units: 2, sparsity: 0.5 }), batchNormalization({ name: "b" })],
      ["layer b (BatchNormalization)", "without a mask"],
    ],
  ])("refuses it %s", async (_, list, facts) => {
    await expect(fromLayersModel(chain([6], ...list))).rejects.toThrow(
      errorWith(TypeError, "fromLayersModel: ", ...facts),
    );
  });

  it("refuses what makes numbers infinite", async () => {
    const model = chain([2], dense({ units: 1 }), rescaling({ scale: 1e39, name: "r" }));
    await expect(fromLayersModel(model)).rejects.toThrow(
      errorWith(RangeError, "fromLayersModel: layer r (Rescaling)", "finite"),
    );
  });
});

describe("fromLayersModel follows shapes", () => {
  it.each<[string, readonly number[], () => readonly TfjsLayer[], string]>([
    ["Reshape to a list", image, () => [reshape({ targetShape: [24] }), dense({ units: 2 })], "2"],
    ["Reshape to what is left", image, () => [reshape({ targetShape: [3, -1] }), layers.reLU()], "relu"],
    [
      "Reshape of a list to an image and back",
      [24],
      () => [reshape({ targetShape: image }), batchNormalization({}), flatten(), dense({ units: 2 })],
      "2",
    ],
    [
      "a softmax over an axis that was there",
      [4, 3],
      () => [reshape({ targetShape: [2, 2, 3] }), softmax({ axis: -1 }), flatten(), dense({ units: 2 })],
      "softmax 2",
    ],
  ])("%s", async (_, shape, list, expected) => {
    await expectSame(chain(shape, ...list()), expected);
  });

  it("refuses a softmax over another axis than the network has", async () => {
    const model = chain(image, reshape({ targetShape: [8, 3] }), softmax({ axis: -1, name: "a" }));
    await expect(fromLayersModel(model)).rejects.toThrow(
      errorWith(ShapeError, "fromLayersModel: layer a (Softmax)", "an axis of 3", "[4, 3, 2]"),
    );
  });

  it("refuses BatchNormalization along another axis, which TensorFlow.js computes as along the last", async () => {
    const model = chain(image, batchNormalization({ axis: 1, name: "b" }), flatten(), dense({ units: 3 }));
    await expect(fromLayersModel(model)).rejects.toThrow(
      errorWith(
        TypeError,
        "fromLayersModel: layer b (BatchNormalization): axis must be the last one",
        "got 1",
      ),
    );
    // so that this fails, and the reason with it, once TensorFlow.js does better: rows [1, 2] and [3, 4] by means 1 and 3
    const rows = functional(batchNormalized());
    expect([...outputsOf(rows, Float32Array.of(1, 2, 3, 4))]).not.toEqual([0, 1, 0, 1]);
  });

  it("refuses a Dense along the last axis of what Reshape made", async () => {
    const model = chain([24], reshape({ targetShape: image }), dense({ units: 2, name: "a" }));
    await expect(fromLayersModel(model)).rejects.toThrow(
      errorWith(ShapeError, "fromLayersModel: layer a (Dense)", "[4, 3, 2]", "Flatten"),
    );
  });
});

describe("fromLayersModel of models in models", () => {
  const inner = () =>
    sequential({
      layers: [dense({ units: 5, inputShape: [6], activation: "tanh" }), batchNormalization({})],
    });

  it("reads Sequential in Sequential, as it was built and from a file", async () => {
    const outer = sequential();
    outer.add(inner());
    outer.add(sequential({ layers: [dense({ units: 4, inputShape: [5] }), leakyReLU({ alpha: 0.5 })] }));
    outer.add(dense({ units: 2, activation: "softmax" }));
    const network = await expectSame(randomized(outer), "5 tanh 4 leaky-relu 2 softmax");
    const loaded = await loadLayersModel(io.fromMemory(await savedModel(outer)));
    expect(await fromLayersModel(loaded)).toEqual(network);
  });

  it("reads a functional model in a functional model", async () => {
    const middle = chain([5], dense({ units: 3, activation: "relu" }));
    await expectSame(chain([6], inner(), middle, dense({ units: 2 })), "5 tanh 3 relu 2");
  });

  it("names the layer inside that has no place in a network", async () => {
    const odd = sequential({ layers: [layers.layerNormalization({ inputShape: [6], name: "odd" })] });
    await expect(fromLayersModel(chain([6], odd))).rejects.toThrow(
      errorWith(TypeError, "fromLayersModel: layer odd (LayerNormalization) has no place in a network"),
    );
  });

  it("refuses one that is used twice", async () => {
    const twice = sequential({ layers: [dense({ units: 6, inputShape: [6], name: "d" })] });
    const first = input({ shape: [6] });
    const y = twice.apply(twice.apply(first)) as SymbolicTensor;
    await expect(fromLayersModel(functional({ inputs: first, outputs: y }))).rejects.toThrow(
      errorWith(TypeError, "fromLayersModel: layer ", "(Sequential) must be in the chain once, got it twice"),
    );
  });
});
