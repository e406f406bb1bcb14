import { io, memory, ones, tensor2d, train, type Tensor } from "@tensorflow/tfjs-core";
import {
  input,
  layers,
  loadLayersModel,
  model,
  sequential,
  type LayersModel,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { afterEach, describe, expect, it, vi } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { eachBackend } from "../testing/each-backend.js";
import { numbersOf } from "../testing/numbers-of.js";
import { savedModel } from "../testing/saved-model.js";
import type { Mapping } from "../mapping/mapping.js";
import { qrDense } from "../kinds/s-qr.js";
import { registerLayers } from "../register-layers.js";
import { setTrainable } from "./set-trainable.js";
import { SpectralDense, spectralDense } from "../kinds/spectral.js";

const phi = { kind: "normal", deviation: 1 } as const;
const x = () => tensor2d([1, -0.5, 2, 0.5, 1, -1], [2, 3]);
const trainedNames = (model: layers.Layer) =>
  model.trainableWeights.map(({ originalName }) => originalName.split("/").at(-1));
const outputs = (model: LayersModel) => [...(model.predict(x()) as Tensor).dataSync()];

const compile = (model: LayersModel) =>
  model.compile({ optimizer: train.sgd(0.1), loss: "meanSquaredError" });

async function step(model: LayersModel): Promise<void> {
  const units = model.outputShape.at(-1) as number;
  await model.fit(x(), ones([2, units]), { verbose: 0, yieldEvery: "never" });
}

const spectral = () => sequential({ layers: [spectralDense({ units: 2, inputShape: [3], phi })] });

/** A functional model of one layer that is in another model already. */
function modelOf(layer: layers.Layer): LayersModel {
  const start = input({ shape: [3] });
  return model({ inputs: start, outputs: layer.apply(start) as SymbolicTensor });
}

afterEach(() => vi.restoreAllMocks());

eachBackend("setTrainable", () => {
  it("trains eigenvalues and eigenvectors in turn, each leaving the others as they are", async () => {
    const model = spectral();
    const layer = model.layers[0] as Mapping;
    setTrainable(model, { bias: false });
    const start = numbersOf(layer);
    compile(model);
    await step(model);
    const first = numbersOf(layer);
    expect(first["phi"]).toEqual(start["phi"]);
    expect(first["lambdaIn"]).not.toEqual(start["lambdaIn"]);

    const before = outputs(model);
    setTrainable(model, "eigenvectors");
    expect(trainedNames(model)).toEqual(["phi"]);
    // φ is a weight now, with the same numbers; another form of the layer may be the cheaper one
    expect(outputs(model)).toBeCloseRelative(before, { relative: 1e-6 });
    compile(model);
    await step(model);
    const second = numbersOf(layer);
    expect(second["phi"]).not.toEqual(start["phi"]);
    expect(second).toMatchObject({
      lambdaIn: first["lambdaIn"],
      lambdaOut: first["lambdaOut"],
      bias: start["bias"],
    });

    setTrainable(model, "eigenvalues");
    expect(trainedNames(model)).toEqual(["lambdaIn", "lambdaOut"]);
    compile(model);
    await step(model);
    const third = numbersOf(layer);
    expect(third["phi"]).toEqual(second["phi"]); // and not as its recipe had it
    expect(third["lambdaIn"]).not.toEqual(second["lambdaIn"]);
  });

  it("does not change the order of a layer's weights", () => {
    const layer = spectralDense({ units: 2, phi });
    layer.build([null, 3]);
    const names = () => layer.weights.map(({ originalName }) => originalName.split("/").at(-1));
    expect(names()).toEqual(["lambdaIn", "lambdaOut", "bias"]);
    setTrainable(layer, "eigenvectors");
    expect(names()).toEqual(["lambdaIn", "lambdaOut", "phi", "bias"]);
    setTrainable(layer, "none");
    expect([names(), layer.trainableWeights]).toEqual([["lambdaIn", "lambdaOut", "phi", "bias"], []]);
  });

  it("makes a layer of one set of eigenvalues one of two", () => {
    const layer = spectralDense({ units: 2, eigenvalues: "one", phi });
    layer.build([null, 3]);
    expect(layer.getConfig()["eigenvalues"]).toBe("one");
    setTrainable(layer, "eigenvalues");
    expect(trainedNames(layer)).toEqual(["lambdaIn", "lambdaOut", "bias"]);
    expect([...numbersOf(layer)["lambdaIn"]!]).toEqual([0, 0, 0]);
    setTrainable(layer, { lambdaIn: false });
    expect(layer.getConfig()["eigenvalues"]).toBe("two"); // λ_in may no longer be zero
    const unbuilt = spectralDense({ units: 2, eigenvalues: "one", phi });
    setTrainable(unbuilt, "eigenvalues");
    const again = SpectralDense.fromConfig<SpectralDense>(SpectralDense, unbuilt.getConfig());
    expect(again.trainableGroups).toEqual(unbuilt.trainableGroups);
  });

  it("saves a φ that trained, and goes on from a model that was loaded", async () => {
    registerLayers();
    const model = spectral();
    const again = await loadLayersModel(io.fromMemory(await savedModel(model)));
    const before = outputs(model);
    setTrainable(again, "eigenvectors");
    expect(outputs(again)).toBeCloseRelative(before, { relative: 1e-6 });
    compile(again);
    await step(again);
    const third = await loadLayersModel(io.fromMemory(await savedModel(again)));
    expect(outputs(third)).toEqual(outputs(again));
    expect(outputs(third)).not.toEqual(before);
    expect(trainedNames(third)).toEqual(["phi", "bias"]);
    // a recipe no longer says what φ is
    expect(third.layers[0]!.getConfig()).toMatchObject({ phi: "weights" });
    expect(third.layers[0]!.getConfig()).not.toHaveProperty("phiDigest");
    expect(again.layers[0]!.getConfig()).not.toHaveProperty("phiDigest");
  });

  it("reaches tf.layers.dense and the layers of models inside a model", async () => {
    const inner = sequential({ layers: [layers.dense({ units: 3, inputShape: [2] })] });
    const model = sequential({ layers: [qrDense({ units: 2, inputShape: [3] }), inner] });
    setTrainable(model, "eigenvalues");
    compile(model);
    expect(trainedNames(model)).toEqual(["lambdaIn", "lambdaOut", "bias", "bias"]);
    const kernel = inner.getWeights()[1]!.dataSync();
    await step(model);
    expect(inner.getWeights()[1]!.dataSync()).toEqual(kernel);
    setTrainable(model, "eigenvectors");
    expect(trainedNames(model)).toEqual(["R", "bias", "kernel", "bias"]);
  });

  it("keeps tf.layers.dense frozen when the model is compiled, and thaws it", async () => {
    const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
    const [kernel, bias] = model.layers[0]!.weights;
    setTrainable(model, "eigenvalues");
    compile(model);
    expect(trainedNames(model)).toEqual(["bias"]);
    expect([kernel!.trainable, bias!.trainable]).toEqual([false, true]);
    const before = kernel!.read().dataSync();
    await step(model);
    expect(kernel!.read().dataSync()).toEqual(before);
    // a config of tf.layers.dense has no place for it
    const loaded = await loadLayersModel(io.fromMemory(await savedModel(model)));
    expect(trainedNames(loaded)).toEqual(["kernel", "bias"]);
    setTrainable(model, "all");
    compile(model);
    expect(trainedNames(model)).toEqual(["kernel", "bias"]);
    await step(model);
    expect(kernel!.read().dataSync()).not.toEqual(before);
  });

  it("lets a model train only after it is compiled again", async () => {
    const model = spectral();
    compile(model);
    await step(model);
    setTrainable(model, "eigenvectors");
    await expect(step(model)).rejects.toThrow(
      errorWith(Error, `${model.layers[0]!.name}: `, "setTrainable", "model.compile"),
    );
    const outer = sequential({ layers: [model, layers.dense({ units: 1 })] });
    compile(model);
    setTrainable(outer, "eigenvectors");
    await expect(step(model)).rejects.toThrow(errorWith(Error, `${model.name}: `, "model.compile"));

    // if the layer has the same groups as before, or none, the model itself stops
    setTrainable(model, "none");
    compile(model);
    setTrainable(model, "all");
    await expect(step(model)).rejects.toThrow(errorWith(Error, `${model.name}: `, "model.compile"));

    compile(model);
    const warn = vi.spyOn(console, "warn");
    await step(model);
    expect(warn).not.toHaveBeenCalled();
  });

  it.each<[string, (layer: Mapping, inner: LayersModel) => void]>([
    ["a model inside it", (_, inner) => setTrainable(inner, "eigenvectors")],
    ["a layer in it", (layer) => setTrainable(layer, "eigenvectors")],
    ["the layer, by trainOnly", (layer) => layer.trainOnly(["phi"])],
    ["another model with the layer", (layer) => setTrainable(modelOf(layer), "eigenvectors")],
  ])("stops a model that was not compiled again after what trains was changed in %s", async (_, change) => {
    const inner = spectral();
    const layer = inner.layers[0] as Mapping;
    const outer = sequential({ layers: [inner, layers.dense({ units: 1 })] });
    compile(outer);
    await step(outer);
    change(layer, inner);
    await expect(step(outer)).rejects.toThrow(errorWith(Error, `${layer.name}: `, "model.compile"));
    await expect(outer.trainOnBatch(x(), ones([2, 1]))).rejects.toThrow("model.compile");
    compile(outer);
    const before = numbersOf(layer)["phi"];
    await step(outer);
    expect(numbersOf(layer)["phi"]).not.toEqual(before);
    // the same groups again are no change
    setTrainable(layer, "eigenvectors");
    await step(outer);
  });

  it("leaves the optimizer to be disposed of before the model is compiled again", async () => {
    const model = spectral();
    const [samples, labels] = [x(), ones([2, 2])];
    const turn = async (choice: "eigenvalues" | "eigenvectors") => {
      setTrainable(model, choice);
      (model.optimizer as typeof model.optimizer | undefined)?.dispose();
      model.compile({ optimizer: "adam", loss: "meanSquaredError" });
      const before = memory().numTensors;
      await model.fit(samples, labels, { verbose: 0, yieldEvery: "never" });
      return memory().numTensors - before;
    };
    await turn("eigenvectors");
    await turn("eigenvalues");
    const [state, start] = [await turn("eigenvectors"), memory().numTensors];
    expect(state).toBeGreaterThan(0);
    await turn("eigenvalues");
    await turn("eigenvectors");
    expect(memory().numTensors).toBe(start);
  });

  it("may be called before a layer is built", () => {
    const layer = spectralDense({ units: 2 });
    setTrainable(layer, { phi: true, lambdaIn: false });
    layer.build([null, 3]);
    expect(trainedNames(layer)).toEqual(["lambdaOut", "phi", "bias"]);
  });

  it("keeps no tensors", () => {
    const before = memory().numTensors;
    const model = spectral();
    const input = x();
    for (const choice of ["eigenvectors", "eigenvalues", "all", "none"] as const) {
      setTrainable(model, choice);
      (model.predict(input) as Tensor).dispose();
    }
    input.dispose();
    model.dispose();
    expect(memory().numTensors).toBe(before);
  });
});

describe("setTrainable", () => {
  it.each<[facts: string[], () => void]>([
    [["choice", "eigenvalues", "got some"], () => setTrainable(spectral(), "some" as never)],
    ...[undefined, null, 3].map((choice): [string[], () => void] => [
      ["choice", `got ${choice}`],
      () => setTrainable(spectral(), choice as never),
    ]),
    ...[undefined, null, "m"].map((model): [string[], () => void] => [
      ["layer or model", `got ${JSON.stringify(model)}`],
      () => setTrainable(model as never, "all"),
    ]),
    [["phi", "got 1"], () => setTrainable(spectral(), { phi: 1 as never })],
    [["@reciprocal/tfjs", "got Flatten"], () => setTrainable(layers.flatten(), "all")],
    [["must be built"], () => setTrainable(layers.dense({ units: 1 }), "all")],
  ])("refuses what it cannot do: %o", (facts, run) => {
    expect(run).toThrow(errorWith(TypeError, ...facts));
  });

  it("refuses a group that no layer has", () => {
    expect(() => setTrainable(spectral(), { R: true })).toThrow(
      errorWith(RangeError, "setTrainable", "lambdaIn, lambdaOut, phi, bias", "got R"),
    );
  });
});
