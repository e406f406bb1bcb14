import { createNetwork, forward, type Network, ShapeError } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { io, tensor2d } from "@tensorflow/tfjs-core";
import { layers, loadLayersModel, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { spectralDense } from "../kinds/spectral.js";
import { registerLayers } from "../register-layers.js";
import { eachBackend } from "../testing/each-backend.js";
import { outputsOf } from "../testing/outputs-of.js";
import { savedModel } from "../testing/saved-model.js";
import { fromLayersModel } from "./from-layers-model.js";
import { toDenseLayersModel } from "./to-dense-layers-model.js";
import { toLayersModel } from "./to-layers-model.js";

const inputShape = [4, 3, 2]; // height, width, channels
const random = new Random(6);
const images = Float32Array.from({ length: 5 * 4 * 3 * 2 }, () => random.uniform(-1, 1));

const phi = { kind: "normal", deviation: 0.5 } as const;
const mapped = createNetwork({
  inputShape,
  layers: [
    { kind: "spectral", units: 6, activation: "tanh", phi },
    { kind: "s-qr", units: 5, activation: "softmax", deviation: 0.5 },
  ],
  seed: 2,
});

const networks: Readonly<Record<string, Network>> = {
  "mapped at once": mapped,
  "with an activation first": {
    ...mapped,
    layers: [{ kind: "activation", activation: "relu" }, ...mapped.layers],
  },
  "of an activation alone": { inputShape, layers: [{ kind: "activation", activation: "elu" }] },
  "of a softmax alone": { inputShape, layers: [{ kind: "activation", activation: "softmax" }] },
};

const classesOf = (model: ReturnType<typeof toLayersModel>) =>
  model.layers.map((layer) => layer.getClassName().replace(/.*>/, ""));

eachBackend("a network of images", () => {
  it.each(Object.entries(networks))("is a model of images, with the same outputs: %s", (_, network) => {
    const expected = forward(network, images);
    for (const model of [toLayersModel(network), toDenseLayersModel(network)]) {
      expect(model.inputs[0]!.shape).toEqual([null, ...inputShape]);
      expect(outputsOf(model, images)).toBeCloseRelative(expected, { relative: 1e-5, absolute: 1e-6 });
      model.dispose();
    }
  });

  it.each(Object.entries(networks))("comes back with its shape, from a file too: %s", async (_, network) => {
    registerLayers();
    const model = toLayersModel(network);
    expect(await fromLayersModel(model)).toEqual(network);
    const loaded = await loadLayersModel(io.fromMemory(await savedModel(model)));
    expect(await fromLayersModel(loaded)).toEqual(network);
    model.dispose();
    loaded.dispose();
  });
});

describe("toLayersModel", () => {
  it("flattens an image before the first layer that takes a list", () => {
    expect(Object.values(networks).map((network) => classesOf(toLayersModel(network)))).toEqual([
      ["Flatten", "SpectralDense", "QrDense"],
      ["Activation", "Flatten", "SpectralDense", "QrDense"],
      ["Activation"],
      ["Activation"],
    ]);
  });
});

describe("fromLayersModel", () => {
  it("reads an image that is flattened as an inputShape, in the order of TensorFlow.js", async () => {
    const model = sequential({
      layers: [
        layers.reLU({ inputShape }),
        layers.flatten(),
        layers.dropout({ rate: 0.5 }),
        spectralDense({ units: 3, phi }),
        layers.dense({ units: 2 }),
      ],
    });
    const network = await fromLayersModel(model);
    expect(network.inputShape).toEqual(inputShape);
    expect(network.layers.map(({ kind }) => kind)).toEqual(["activation", "spectral", "dense"]);
    expect(forward(network, images)).toBeCloseRelative(outputsOf(model, images), {
      relative: 1e-5,
      absolute: 1e-6,
    });
  });

  it("takes the channels of a pixel after one another, and the rows from top to bottom", async () => {
    const model = sequential({
      layers: [layers.flatten({ inputShape: [2, 1, 2] }), layers.dense({ units: 1, useBias: false })],
    });
    const kernel = tensor2d([1, 10, 100, 1000], [4, 1]);
    model.setWeights([kernel]);
    // rows [[1, 2]] and [[3, 4]]: 1·1 + 2·10 + 3·100 + 4·1000
    expect([...forward(await fromLayersModel(model), Float32Array.of(1, 2, 3, 4))]).toEqual([4321]);
  });

  it("refuses a layer that TensorFlow.js applies along the last axis of an image", async () => {
    const layersOfLastAxis = [
      layers.dense({ units: 2, inputShape, name: "a" }),
      spectralDense({ units: 2, inputShape, name: "a" }),
    ];
    for (const layer of layersOfLastAxis) {
      await expect(fromLayersModel(sequential({ layers: [layer] }))).rejects.toThrow(
        errorWith(ShapeError, "fromLayersModel: layer a (", "got the shape [4, 3, 2]", "Flatten"),
      );
    }
  });

  it("reads a softmax over the channels of each pixel, and refuses others", async () => {
    const softmaxOver = (axis: number) =>
      sequential({ layers: [layers.softmax({ axis, inputShape, name: "a" })] });
    for (const axis of [-1, 3]) {
      expect(await fromLayersModel(softmaxOver(axis))).toEqual(networks["of a softmax alone"]);
    }
    await expect(fromLayersModel(softmaxOver(1))).rejects.toThrow(
      errorWith(TypeError, "a (Softmax): axis", "got 1"),
    );
    const flat = sequential({ layers: [layers.flatten({ inputShape }), layers.softmax({ name: "a" })] });
    await expect(fromLayersModel(flat)).rejects.toThrow(
      errorWith(ShapeError, "fromLayersModel: layer a (Softmax)", "Flatten", "[4, 3, 2]"),
    );
  });

  it("refuses a Flatten that moves the channels", async () => {
    const model = sequential({
      layers: [
        layers.flatten({ inputShape, dataFormat: "channelsFirst", name: "a" }),
        layers.dense({ units: 2 }),
      ],
    });
    await expect(fromLayersModel(model)).rejects.toThrow(
      errorWith(TypeError, "fromLayersModel: layer a (Flatten)", "channelsFirst"),
    );
  });
});
