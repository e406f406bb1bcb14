import { createNetwork, forward, toDense, withTrainable } from "@reciprocal/network";
import { samplesOf } from "@reciprocal/test-networks";
import "@reciprocal/test-utils";
import { io } from "@tensorflow/tfjs-core";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { eachBackend } from "../testing/each-backend.js";
import { convertible, mapped } from "../testing/networks.js";
import { outputsOf } from "../testing/outputs-of.js";
import { savedModel } from "../testing/saved-model.js";
import { fromLayersModel } from "./from-layers-model.js";
import { toDenseLayersModel } from "./to-dense-layers-model.js";

eachBackend("toDenseLayersModel", () => {
  it.each(Object.entries(convertible))("gives the outputs of the network: %s", (_, network) => {
    const values = samplesOf(network, 4);
    const model = toDenseLayersModel(network);
    const expected = forward(network, values);
    expect(outputsOf(model, values)).toBeCloseRelative(expected, { relative: 1e-5, absolute: 1e-6 });
    model.dispose();
  });
});

describe("toDenseLayersModel", () => {
  it("is made of plain dense layers that all train, whatever trained before", async () => {
    for (const network of Object.values(mapped)) {
      const model = toDenseLayersModel(withTrainable(network, "none"));
      const classes = model.layers.map((layer) => layer.getClassName());
      expect(classes.filter((name) => name !== "Flatten")).toEqual(["Dense"]);
      expect(model.trainableWeights).toEqual(model.weights);
      expect(await fromLayersModel(model)).toEqual(withTrainable(toDense(network), "all"));
    }
  });

  it("is loaded by tfjs alone: nothing in this file registers a layer", async () => {
    const network = createNetwork({ inputShape: 6, layers: [{ kind: "s-qr", units: 4, sparsity: 0.5 }] });
    const model = toDenseLayersModel(network);
    const again = await loadLayersModel(io.fromMemory(await savedModel(model)));
    const values = samplesOf(network, 3);
    expect(outputsOf(again, values)).toEqual(outputsOf(model, values));
  });
});
