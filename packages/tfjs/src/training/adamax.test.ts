import {
  io,
  memory,
  scalar,
  serialization,
  type Tensor,
  tensor,
  tensor2d,
  tidy,
  train,
} from "@tensorflow/tfjs-core";
import { layers, loadLayersModel, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { eachBackend } from "../testing/each-backend.js";
import { savedModel } from "../testing/saved-model.js";
import { AdamaxOptimizer } from "./adamax-optimizer.js";
import { adamax } from "./adamax.js";

const samples = [
  [0.5, -1, 2],
  [1, 0.25, -0.5],
  [-2, 1, 0.75],
];
const targets = [[1], [-1], [0.5]];

/** A small dense model, always with the same numbers. */
function smallModel(optimizer: ReturnType<typeof train.adamax>): LayersModel {
  const model = sequential({
    layers: [
      layers.dense({ units: 4, inputShape: [3], activation: "tanh" }),
      layers.dense({ units: 1, useBias: false }),
    ],
  });
  tidy(() =>
    model.setWeights(
      model.getWeights().map((weight, index) => {
        const values = Array.from({ length: weight.size }, (_, place) => Math.sin(1 + place + 7 * index));
        return tensor(values, weight.shape);
      }),
    ),
  );
  model.compile({ optimizer, loss: "meanSquaredError" });
  return model;
}

async function trainSteps(model: LayersModel, steps: number): Promise<number[]> {
  const found: number[] = [];
  const [x, y] = [tensor2d(samples), tensor2d(targets)];
  for (let step = 0; step < steps; step++) found.push((await model.trainOnBatch(x, y)) as number);
  x.dispose();
  y.dispose();
  return found;
}

const saved = (model: LayersModel) => savedModel(model, { includeOptimizer: true });

/** Models with their optimizers, which tfjs leaves to who made them. */
function dispose(...models: LayersModel[]): void {
  for (const model of models) {
    model.optimizer.dispose();
    model.dispose();
  }
}

eachBackend("adamax", () => {
  beforeAll(() => {
    serialization.registerClass(AdamaxOptimizer);
  });

  it("goes on after saving and loading as if training had not stopped", async () => {
    const settings = { learningRate: 0.02, beta1: 0.8, beta2: 0.99, epsilon: 1e-5, decay: 0.1 };
    const whole = smallModel(adamax(settings));
    const expected = await trainSteps(whole, 8);

    const first = smallModel(adamax(settings));
    expect(await trainSteps(first, 4)).toEqual(expected.slice(0, 4));
    const second = await loadLayersModel(io.fromMemory(await saved(first)));
    expect(second.optimizer).toBeInstanceOf(AdamaxOptimizer);
    expect(second.optimizer.iterations).toBe(4);
    expect(await trainSteps(second, 4)).toEqual(expected.slice(4));
    dispose(whole, first, second);
  });

  it("can be saved before its first step", async () => {
    const model = smallModel(adamax());
    const again = await loadLayersModel(io.fromMemory(await saved(model)));
    expect(await trainSteps(again, 3)).toEqual(await trainSteps(model, 3));
    dispose(model, again);
  });

  it("takes the steps of tf.train.adamax", async () => {
    const ours = smallModel(adamax({ learningRate: 0.02 }));
    const theirs = smallModel(train.adamax(0.02));
    expect(await trainSteps(ours, 5)).toEqual(await trainSteps(theirs, 5));
    dispose(ours, theirs);
  });

  it("keeps no tensor after saving, loading and disposing", async () => {
    const before = memory().numTensors;
    const model = smallModel(adamax());
    await trainSteps(model, 2);
    const trained = memory().numTensors;
    const artifacts = await saved(model);
    await model.optimizer.setWeights(await model.optimizer.getWeights());
    expect(memory().numTensors).toBe(trained);
    const again = await loadLayersModel(io.fromMemory(artifacts));
    await trainSteps(again, 1);
    dispose(again, model);
    expect(memory().numTensors).toBe(before);
  });
});

describe("adamax", () => {
  it("says which setting is wrong", () => {
    for (const [name, value] of [
      ["learningRate", 0],
      ["beta1", 1],
      ["beta2", NaN],
      ["epsilon", Infinity],
      ["decay", -1],
    ] as const) {
      expect(() => adamax({ [name]: value })).toThrow(
        errorWith(RangeError, "adamax: ", name, `got ${value}`),
      );
    }
    expect(() => adamax({ rate: 1 } as object)).toThrow(
      errorWith(TypeError, "adamax: ", "rate", "learningRate, beta1, beta2, epsilon, decay"),
    );
  });

  it("refuses a rate that is not given as one of its options, or is no number", () => {
    expect(() => adamax(0.01 as never)).toThrow(errorWith(TypeError, "adamax: options", "got 0.01"));
    expect(() => adamax({ learningRate: "0.1" as never })).toThrow(errorWith(TypeError, 'got "0.1"'));
  });

  it("refuses a state that is not one", async () => {
    const optimizer = adamax();
    const one = { name: "iterations", tensor: scalar(1) as Tensor };
    await expect(optimizer.setWeights([one, one, one])).rejects.toThrow(
      errorWith(RangeError, "Adamax.setWeights", "got 3 tensors"),
    );
    optimizer.dispose();
    one.tensor.dispose();
  });
});

describe("tf.train.adamax", () => {
  // once this fails, adamax and its class are no longer needed
  it("cannot save its state", async () => {
    await expect(train.adamax(0.01).getWeights()).rejects.toThrow("not implemented for Adamax yet");
    await expect(train.adamax(0.01).setWeights([])).rejects.toThrow("not implemented for Adamax yet");
  });
});
