import { forward } from "@reciprocal/network";
import { magnitudeThreshold, randomNormal } from "@reciprocal/spectral";
import "@reciprocal/test-utils";
import {
  add,
  grads,
  grad,
  io,
  matMul,
  memory,
  mul,
  reshape,
  sub,
  sum,
  tanh,
  tensor2d,
  tidy,
  type Scalar,
  train,
  type Tensor,
  type Tensor2D,
  type Variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { input, loadLayersModel, sequential, type LayersModel } from "@tensorflow/tfjs-layers";
import { describe, expect, it } from "vitest";
import { eachBackend } from "../testing/each-backend.js";
import { layerCases, type LayerCase } from "../testing/layer-cases.js";
import { networkLayerOf, type Numbers, numbersOf, shapeOf } from "../testing/numbers-of.js";
import { randomWeights } from "../testing/random-weights.js";
import { type Reference, referenceKernel, referenceLoss } from "../testing/reference.js";
import { transposeValues } from "../transpose-values.js";
import type { Mapping } from "./mapping.js";
import { registerLayers } from "./register-layers.js";

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

function referenceOf(layer: Mapping, inputs: number): Reference {
  const shape = { kind: layer.kind.kind, inputs, outputs: layer.units };
  const kernel = referenceKernel({ ...shape, mask: [] }, numbersOf(layer, inputs));
  const threshold = magnitudeThreshold(kernel, layer.sparsity);
  return { ...shape, mask: kernel.map((w) => (Math.abs(Math.fround(w)) < threshold ? 0 : 1)) };
}

/** (loss(p + h) − loss(p − h)) / 2h for every number of one group, h = 1e-5. */
function centralDifference(loss: (numbers: Numbers) => number, all: Numbers, name: string): Float64Array {
  const moved = (index: number, by: number) =>
    loss({ ...all, [name]: all[name]!.map((value, at) => (at === index ? value + by : value)) });
  return all[name]!.map((_, index) => (moved(index, 1e-5) - moved(index, -1e-5)) / 2e-5);
}

/** Gradients of Σ c ∘ layer(x), by the last part of the weights' names; `x` for that of the input. */
function gradientsOf(layer: Mapping, x: Tensor2D, c: Tensor2D): Record<string, Float32Array> {
  return tidy(() => {
    const loss = (x: Tensor) => sum<Scalar>(mul(layer.apply(x) as Tensor, c));
    const variables = layer.trainableWeights.map((weight) => weight.read() as Variable);
    const found = variableGrads(() => loss(x), variables).grads;
    const entries = layer.trainableWeights.map(({ name, originalName }) => [
      originalName.split("/").at(-1)!,
      found[name]!.dataSync<"float32">(),
    ]);
    return { ...Object.fromEntries(entries), x: grad(loss)(x).dataSync<"float32">() };
  });
}

/** The same by stock operations and their own gradients, through the kernel as it is materialised. */
function autodiff(layer: Mapping, inputs: number, x: Tensor2D, c: Tensor2D): Record<string, Float32Array> {
  return tidy(() => {
    const { outputs, mask } = referenceOf(layer, inputs);
    const all = numbersOf(layer, inputs);
    const k = Math.min(inputs, outputs);
    const isTall = inputs >= outputs;
    const names = Object.keys(all);
    const tensors = names.map((name) => {
      const [rows, columns] = shapeOf(name, inputs, outputs);
      return ["phi", "U", "V", "Q", "kernel"].includes(name)
        ? tensor2d(Float32Array.from(all[name]!), [rows, columns])
        : tensor2d(Float32Array.from(all[name]!), [1, all[name]!.length]);
    });
    // [k(k+1)/2, k²]: a one where a packed number stands in R
    const places = new Float32Array(((k * (k + 1)) / 2) * k * k);
    let index = 0;
    for (let row = 0; row < k; row++) {
      for (let column = isTall ? 0 : row; column <= (isTall ? row : k - 1); column++) {
        places[index++ * k * k + row * k + column] = 1;
      }
    }
    const unpack = (R: Tensor2D) =>
      reshape(matMul(R, tensor2d(places, [(k * (k + 1)) / 2, k * k])), [k, k]) as Tensor2D;
    const kernelOf = (t: Record<string, Tensor2D>): Tensor2D => {
      if (t["kernel"]) return t["kernel"];
      const { phi, U, s, V, Q, R } = t;
      const block = phi
        ? phi
        : U
          ? matMul<Tensor2D>(mul(U, s!), V!, false, true)
          : isTall
            ? matMul<Tensor2D>(unpack(R!), Q!)
            : matMul<Tensor2D>(Q!, unpack(R!));
      return mul(sub(t["lambdaIn"]!, reshape(t["lambdaOut"]!, [outputs, 1])), block);
    };
    const found = grads((...given) => {
      const t = Object.fromEntries(names.map((name, at) => [name, given[at] as Tensor2D]));
      const masked = mul<Tensor2D>(kernelOf(t), tensor2d(Float32Array.from(mask), [outputs, inputs]));
      const z = matMul(given.at(-1)!, masked, false, true);
      return sum(mul(tanh(t["bias"] ? add(z, t["bias"]) : z), c));
    })([...tensors, x]);
    const entries = [...names, "x"].map((name, at) => {
      const values = found[at]!.dataSync<"float32">();
      return [name, values];
    });
    return Object.fromEntries(entries) as Record<string, Float32Array>;
  });
}

/** Network orientation of a gradient that a layer gave. */
function untransposed(
  name: string,
  values: Float32Array,
  inputs: number,
  outputs: number,
): ArrayLike<number> {
  return name === "phi" || name === "kernel" ? transposeValues(values, inputs, outputs) : values;
}

async function saved(model: LayersModel): Promise<io.ModelArtifacts> {
  let artifacts: io.ModelArtifacts | undefined;
  await model.save(
    io.withSaveHandler((given) => {
      artifacts = given;
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } });
    }),
  );
  // what a file would hold
  return { ...artifacts!, modelTopology: JSON.parse(JSON.stringify(artifacts!.modelTopology)) as object };
}

const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));

// with few samples the factors are applied one after another, with many w is formed
const batches = [2, 300];

eachBackend("every layer", () => {
  describe.each(layerCases)("$title", (layerCase) => {
    const { inputs, outputs, make } = layerCase;

    it("tells the shape of its output", () => {
      const layer = make({ batchInputShape: [null, 7, inputs] });
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
        inputs,
        layers: [networkLayerOf(layer, inputs), { kind: "activation", activation: "tanh" } as const],
      };
      expect(y.shape).toEqual([batch, outputs]);
      // sums of products of two or three numbers of size one, before tanh
      expect(y.dataSync()).toBeCloseRelative(forward(network, values), {
        relative: 1e-5,
        absolute: 1e-5,
      });
    });

    it.each(batches)("has the gradients of the definition and of autodiff, batch %d", (batch) => {
      const layer = built(layerCase);
      const [xs, cs] = [numbers(batch * inputs, 6), numbers(batch * outputs, 7)];
      const [x, c] = [tensor2d(xs, [batch, inputs]), tensor2d(cs, [batch, outputs])];
      const found = gradientsOf(layer, x, c);
      const stock = autodiff(layer, inputs, x, c);
      const all = { ...numbersOf(layer, inputs), x: Float64Array.from(xs) };
      const reference = referenceOf(layer, inputs);
      const loss = (given: Numbers) => referenceLoss(reference, given, { x: given["x"]!, c: cs });

      expect(Object.keys(found).sort()).toEqual(
        [...layer.train]
          .filter((name) => name in all)
          .concat("x" as never)
          .sort(),
      );
      for (const [name, values] of Object.entries(found)) {
        const own = untransposed(name, values, inputs, outputs);
        const expected = centralDifference(loss, all, name);
        expect(own, name).toBeCloseRelative(expected, { relative: 1e-5, absolute: 1e-5 * largest(expected) });
        expect(own, name).toBeCloseRelative(stock[name]!, {
          relative: 1e-5,
          absolute: 1e-5 * largest(expected),
        });
      }
    });

    it("comes back from its config and weights, in JSON too", async () => {
      registerLayers();
      const model = sequential({ layers: [make({ activation: "tanh", seed: 4 })] });
      randomWeights(model.layers[0]!);
      const x = tensor2d(numbers(2 * inputs, 8), [2, inputs]);
      const before = (model.predict(x) as Tensor).dataSync();
      const artifacts = await saved(model);
      const loaded = await loadLayersModel(io.fromMemory(artifacts));
      const again = loaded.layers[0] as Mapping;
      expect((loaded.predict(x) as Tensor).dataSync()).toEqual(before);
      expect(again.getConfig()).toEqual(model.layers[0]!.getConfig());
      expect(again.train).toEqual((model.layers[0] as Mapping).train);
      const shapes = (layer: Mapping) =>
        layer.weights.map(({ originalName, shape }) => [originalName, shape]);
      expect(shapes(again)).toEqual(shapes(model.layers[0] as Mapping));
      expect((await saved(loaded)).modelTopology).toEqual(artifacts.modelTopology);
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
