import { readFileSync } from "node:fs";
import { decodeNetwork } from "@reciprocal/network";
import "@tensorflow/tfjs-backend-cpu";
import { setBackend } from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { expect, it } from "vitest";
import { fromLayersModel } from "../conversion/from-layers-model.js";
import { registerLayers } from "../register-layers.js";
import { folderHandler } from "./folder-handler.js";

// Models of every layer, saved after two steps of adamax at β₁ = 0.9, beside their networks. Models once saved must
// always be readable; if layers come to be saved in another way, that gets a fixture of its own. Version 1 calls what
// trains `train`; version 2 calls it `trainable_groups`, and its model takes images.
const layers = ["SpectralDense", "SvdDense", "QrDense", "SparseDense", "Dense"];

it.each([
  { version: 1, classes: layers },
  { version: 2, classes: ["Flatten", ...layers] },
])(
  "reads the models of version $version, what trains and the optimizer's state included",
  async (fixture) => {
    const folder = new URL(`../../fixtures/version-${fixture.version}/`, import.meta.url);
    await setBackend("cpu");
    registerLayers();
    const model = await loadLayersModel(folderHandler(folder));
    expect(model.layers.map((layer) => layer.getClassName().replace(/.*>/, ""))).toEqual(fixture.classes);
    expect(await fromLayersModel(model)).toEqual(decodeNetwork(readFileSync(new URL("network.rcp", folder))));

    const beta = Math.fround(0.9);
    const state = await model.optimizer.getWeights();
    expect(state.slice(0, 2).map(({ name, tensor }) => [name, tensor.dataSync()[0]])).toEqual([
      ["adamax/iterations", 2],
      ["adamax/beta1_power", Math.fround(Math.fround(beta * beta) * beta)],
    ]);
    // u of Adamax never sinks to 0 once there was a gradient: the last bias of all has one in every step
    const last = state.at(-1)!;
    expect([last.tensor.shape, Array.from(last.tensor.dataSync()).every((u) => u > 0)]).toEqual([[2], true]);
  },
);
