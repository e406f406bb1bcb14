import { generateDigits } from "@reciprocal/datasets";
import { createNetwork, forward, type LayerSpec } from "@reciprocal/network";
import "@reciprocal/test-utils";
import { oneHot, type Scalar, tensor1d, tensor2d, tidy } from "@tensorflow/tfjs-core";
import { loadLayersModel, type LayersModel } from "@tensorflow/tfjs-layers";
import { beforeAll, expect, it } from "vitest";
import { fromLayersModel } from "../conversion/from-layers-model.js";
import { toDenseLayersModel } from "../conversion/to-dense-layers-model.js";
import { toLayersModel } from "../conversion/to-layers-model.js";
import { registerLayers } from "../register-layers.js";
import { adamax } from "../training/adamax.js";
import { eachBackend } from "../testing/each-backend.js";
import { outputsOf } from "../testing/outputs-of.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { folderHandler } from "./folder-handler.js";

const digits = generateDigits({ count: 100, seed: 1 });
const { inputs, labels, count, features, classes } = digits;

/** From 784 pixels to 10 classes. */
const specs: Readonly<Record<string, readonly LayerSpec[]>> = {
  spectral: [
    { kind: "spectral", units: 20, activation: "relu", phi: { kind: "normal", deviation: 0.1 } },
    { kind: "spectral", units: classes, activation: "softmax", phi: { kind: "normal", deviation: 0.5 } },
  ],
  "s-svd": [
    { kind: "s-svd", units: 20, activation: "relu", deviation: 0.1 },
    { kind: "s-svd", units: classes, activation: "softmax", deviation: 0.5 },
  ],
  "s-qr with a mask": [
    { kind: "s-qr", units: 20, activation: "tanh", lambdaIn: 1, lambdaOut: 0, sparsity: 0.9 },
    { kind: "dense", units: classes, activation: "softmax", sparsity: 0.5 },
  ],
};

beforeAll(registerLayers);

eachBackend("fit, evaluate, predict, save, load, fold", () => {
  it.each(Object.entries(specs))("a network of %s layers", async (_, layers) => {
    const x = tensor2d(inputs, [count, features]);
    const y = tidy(() => oneHot(tensor1d(labels, "int32"), classes));
    const model = toLayersModel(createNetwork({ inputShape: features, layers, seed: 2 }));
    const settings = { loss: "categoricalCrossentropy", metrics: ["accuracy"] };
    const measured = (of: LayersModel) =>
      (of.evaluate(x, y, { batchSize: 100 }) as Scalar[]).map((value) => value.dataSync()[0]!);

    model.compile({ optimizer: adamax({ learningRate: 0.05 }), ...settings });
    const [before] = measured(model);
    const { history } = await model.fit(x, y, { epochs: 10, batchSize: 10, shuffle: false, verbose: 0 });
    expect(history["loss"]).toHaveLength(10);
    const [loss, accuracy] = measured(model);
    expect(loss).toBeLessThan(before! / 2);
    expect(accuracy).toBeGreaterThan(0.5); // of 10 classes

    const folder = await temporaryFolder();
    await model.save(folderHandler(folder), { includeOptimizer: true });
    const again = await loadLayersModel(folderHandler(folder));
    expect(measured(again)).toEqual([loss, accuracy]);

    const network = await fromLayersModel(again);
    const some = inputs.subarray(0, 20 * features);
    const predicted = outputsOf(again, some);
    const allowed = { relative: 1e-4, absolute: 1e-5 };
    expect(forward(network, some)).toBeCloseRelative(predicted, allowed);
    const dense = toDenseLayersModel(network);
    expect(outputsOf(dense, some)).toBeCloseRelative(predicted, allowed);
  });
});
