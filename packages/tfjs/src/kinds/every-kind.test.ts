import { forward } from "@reciprocal/network";
import { randomNormal } from "@reciprocal/spectral";
import "@reciprocal/test-utils";
import { io, memory, tensor2d, train, type Tensor, type Tensor2D } from "@tensorflow/tfjs-core";
import { input, loadLayersModel, sequential } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { gradientsByFormula, gradientsOf } from "../testing/gradients.js";
import { eachBackend } from "../testing/each-backend.js";
import { layerCases, type LayerCase } from "../testing/layer-cases.js";
import { networkLayerOf } from "../testing/numbers-of.js";
import { randomWeights } from "../testing/random-weights.js";
import { savedModel } from "../testing/saved-model.js";
import { transposed } from "../mapping/in-out.js";
import { type Mapping, partsOf } from "../mapping/mapping.js";
import { registerLayers } from "../register-layers.js";

/** Small enough for tanh not to lose the digits of its gradient. */
const numbers = (length: number, seed: number) =>
  Float32Array.from(randomNormal(length, { seed, deviation: 0.2 }));

/** A built layer of random weights. */
function built({ inputs, make }: LayerCase, seed = 1): Mapping {
  const layer = make({ activation: "tanh" });
  layer.build([null, inputs]);
  randomWeights(layer, seed);
  return layer;
}

/** Network orientation of a gradient that a layer gave. */
function untransposed(layer: Mapping, name: string, values: Float32Array): ArrayLike<number> {
  const { isTransposed, shape } = partsOf(layer).find((part) => part.name === name) ?? {};
  return isTransposed ? transposed(values, shape as [number, number]) : values;
}

const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));

// with few samples the factors are applied one after another, with many w is formed
const batches = [2, 300];

eachBackend("every layer", () => {
  describe.each(layerCases)("$title", (layerCase) => {
    const { inputs, outputs, make } = layerCase;

    it("tells the shape of its output", () => {
      const layer = make({ inputShape: [7, inputs] });
      expect(layer.computeOutputShape([null, inputs])).toEqual([null, outputs]);
      const symbol = layer.apply(input({ shape: [7, inputs] }));
      expect(symbol).toHaveProperty("shape", [null, 7, outputs]);
      layer.dispose();
    });

    it.each(batches)("computes what the network computes, batch %d", (batch) => {
      const layer = built(layerCase);
      const values = numbers(batch * inputs, 5);
      const x = tensor2d(values, [batch, inputs]);
      const y = layer.apply(x) as Tensor2D;
      const network = {
        inputShape: [inputs],
        layers: [networkLayerOf(layer), { kind: "activation", activation: "tanh" } as const],
      };
      expect(y.shape).toEqual([batch, outputs]);
      // sums of products of two or three numbers of size one, before tanh
      expect(y.dataSync()).toBeCloseRelative(forward(network, values), {
        relative: 1e-5,
        absolute: 1e-5,
      });
    });

    it.each(batches)("has the gradients of the definition, batch %d", (batch) => {
      const layer = built(layerCase);
      const [xs, cs] = [numbers(batch * inputs, 6), numbers(batch * outputs, 7)];
      const [x, c] = [tensor2d(xs, [batch, inputs]), tensor2d(cs, [batch, outputs])];
      const found = gradientsOf(layer, x, c);
      const all = gradientsByFormula(networkLayerOf(layer), xs, cs);

      const trained = layer.trainableWeights.map(({ originalName }) => originalName.split("/").at(-1)!);
      expect(Object.keys(found).sort()).toEqual([...trained, "x"].sort());
      expect(trained).toEqual([...layer.trainableGroups].filter((name) => name !== "bias" || layer.useBias));
      for (const [name, values] of Object.entries(found)) {
        expect(untransposed(layer, name, values), name).toBeCloseRelative(all[name]!, {
          relative: 1e-5,
          absolute: 1e-5 * largest(all[name]!),
        });
      }
    });

    it("comes back from its config and weights, in JSON too", async () => {
      registerLayers();
      const model = sequential({ layers: [make({ activation: "tanh" })] });
      randomWeights(model.layers[0]!);
      const x = tensor2d(numbers(2 * inputs, 8), [2, inputs]);
      const before = (model.predict(x) as Tensor).dataSync();
      const artifacts = await savedModel(model);
      const loaded = await loadLayersModel(io.fromMemory(artifacts));
      const again = loaded.layers[0] as Mapping;
      expect((loaded.predict(x) as Tensor).dataSync()).toEqual(before);
      expect(again.getConfig()).toEqual(model.layers[0]!.getConfig());
      expect(again.trainableGroups).toEqual((model.layers[0] as Mapping).trainableGroups);
      const shapes = (layer: Mapping) =>
        layer.weights.map(({ originalName, shape }) => [originalName, shape]);
      expect(shapes(again)).toEqual(shapes(model.layers[0] as Mapping));
      expect((await savedModel(loaded)).modelTopology).toEqual(artifacts.modelTopology);
    });

    it("keeps no tensors", async () => {
      const beforeAll = memory().numTensors;
      const model = sequential({ layers: [make({ activation: "relu" })] });
      const optimizer = train.sgd(0.01);
      model.compile({ optimizer, loss: "meanSquaredError" });
      const [x, y] = [
        tensor2d(numbers(6 * inputs, 9), [6, inputs]),
        tensor2d(numbers(6 * outputs, 10), [6, outputs]),
      ];
      const once = async () => {
        await model.fit(x, y, { epochs: 2, batchSize: 3, verbose: 0, yieldEvery: "never" });
        (model.predict(x) as Tensor).dispose();
        (model.layers[0]!.apply(x) as Tensor).dispose();
        (model.layers[0] as Mapping).kernel().dispose();
      };
      await once(); // the first step may keep transposes
      const before = memory().numTensors;
      await once();
      await once();
      expect(memory().numTensors).toBe(before);
      model.dispose();
      optimizer.dispose();
      x.dispose();
      y.dispose();
      expect(memory().numTensors).toBe(beforeAll);
    });
  });
});
