import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createNetwork, matrixDigest, type SpectralLayer } from "@reciprocal/network";
import { networksOf, samplesOf } from "@reciprocal/test-networks";
import { memory, type Optimizer, tensor2d, train } from "@tensorflow/tfjs-core";
import { loadLayersModel, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import { fromLayersModel } from "../conversion/from-layers-model.js";
import { toLayersModel } from "../conversion/to-layers-model.js";
import { registerLayers } from "../register-layers.js";
import { setTrainable } from "../training/set-trainable.js";
import { spectralDense } from "../kinds/spectral.js";
import { adamax } from "../training/adamax.js";
import { eachBackend } from "../testing/each-backend.js";
import { asReturned, convertible, plain } from "../testing/networks.js";
import { outputsOf } from "../testing/outputs-of.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { folderHandler } from "./folder-handler.js";

const count = 5;

/** Losses of a few steps on the same samples. */
async function trainSteps(model: LayersModel, values: Float32Array, steps: number): Promise<number[]> {
  const [width, units] = [values.length / count, model.outputs[0]!.shape[1]!];
  const x = tensor2d(values, [count, width]);
  const targets = Float32Array.from({ length: count * units }, (_, index) => ((7 * index) % 5) / 5);
  const y = tensor2d(targets, [count, units]);
  const losses: number[] = [];
  for (let step = 0; step < steps; step++) losses.push((await model.trainOnBatch(x, y)) as number);
  x.dispose();
  y.dispose();
  return losses;
}

function dispose(model: LayersModel): void {
  model.optimizer.dispose();
  model.dispose();
}

const optimizers: Readonly<Record<string, () => Optimizer>> = {
  sgd: () => train.sgd(0.05),
  adam: () => train.adam(0.01),
  adamax: () => adamax({ learningRate: 0.01 }),
};

beforeAll(registerLayers);

eachBackend("a saved and loaded model", () => {
  describe.each(Object.entries(convertible))("%s", (_, network) => {
    it("is the same network, with its recipes, masks and what trains", async () => {
      const folder = await temporaryFolder();
      const model = toLayersModel(network);
      await model.save(folderHandler(folder));
      const again = await loadLayersModel(folderHandler(folder));
      expect(await fromLayersModel(again)).toEqual(asReturned(network));
      const values = samplesOf(network, count);
      expect(outputsOf(again, values)).toEqual(outputsOf(model, values));
      expect(again.layers.map((layer) => layer.getConfig())).toEqual(
        model.layers.map((layer) => layer.getConfig()),
      );
      model.dispose();
      again.dispose();
    });
  });

  describe.each(Object.entries(plain))("%s", (_, network) => {
    const values = samplesOf(network, count);

    it.each(Object.entries(optimizers))(
      "trains on under %s as if it had not stopped",
      async (_, optimizer) => {
        const folder = await temporaryFolder();
        const model = toLayersModel(network);
        model.compile({ optimizer: optimizer(), loss: "meanSquaredError" });
        await trainSteps(model, values, 3);
        await model.save(folderHandler(folder), { includeOptimizer: true });
        const again = await loadLayersModel(folderHandler(folder));
        expect(outputsOf(again, values)).toEqual(outputsOf(model, values));
        const expected = await trainSteps(model, values, 3);
        expect(new Set(expected).size).toBe(3);
        expect(await trainSteps(again, values, 3)).toEqual(expected);
        dispose(model);
        dispose(again);
      },
    );
  });

  it("trains on in the phase in which it was saved", async () => {
    const folder = await temporaryFolder();
    const network = networksOf("spectral")["to fewer nodes"]!;
    const values = samplesOf(network, count);
    const model = toLayersModel(network);
    setTrainable(model, "eigenvectors"); // phi is a weight from now on
    model.compile({ optimizer: adamax({ learningRate: 0.01 }), loss: "meanSquaredError" });
    await trainSteps(model, values, 2);
    await model.save(folderHandler(folder), { includeOptimizer: true });
    const again = await loadLayersModel(folderHandler(folder));
    const trained = await fromLayersModel(again);
    expect(trained).toEqual(await fromLayersModel(model));
    expect(trained.layers[0]).toMatchObject({
      trainable: { lambdaIn: false, lambdaOut: false, phi: true, bias: true },
    });
    expect(await trainSteps(again, values, 2)).toEqual(await trainSteps(model, values, 2));
    dispose(model);
    dispose(again);
  });

  it("leaves no tensor behind", async () => {
    const folder = await temporaryFolder();
    const before = memory().numTensors;
    for (const network of Object.values(convertible)) {
      const model = toLayersModel(network);
      await model.save(folderHandler(folder));
      (await loadLayersModel(folderHandler(folder))).dispose();
      model.dispose();
    }
    expect(memory().numTensors).toBe(before);
  });
});

describe("a saved model", () => {
  it("holds the digest of a matrix, not its numbers", async () => {
    const folder = await temporaryFolder();
    const network = createNetwork({ inputShape: 30, layers: [{ kind: "spectral", units: 20 }] });
    const { phi } = network.layers[0] as SpectralLayer;
    const { modelArtifactsInfo } = await toLayersModel(network).save(folderHandler(folder));
    expect(modelArtifactsInfo.weightDataBytes).toBe(4 * (30 + 20 + 20));
    expect(await readFile(join(folder, "model.json"), "utf8")).toContain(`"${matrixDigest(phi)}"`);
  });

  it("is refused when its recipe no longer makes the matrix of its digest", async () => {
    const folder = await temporaryFolder();
    for (const [kind, matrix] of [
      ["spectral", "phi"],
      ["s-svd", "U"],
      ["s-qr", "Q"],
    ] as const) {
      const model = toLayersModel(networksOf(kind)["to fewer nodes"]!);
      await model.save(folderHandler(folder));
      const file = join(folder, "model.json");
      const digest = model.layers[0]!.getConfig()[`${matrix}Digest`] as string;
      const other = "0".repeat(digest.length);
      await writeFile(file, (await readFile(file, "utf8")).replace(digest, other));
      await expect(loadLayersModel(folderHandler(folder))).rejects.toThrow(
        errorWith(Error, `${model.layers[0]!.name}: ${matrix}`, "digest", other, `got ${digest}`),
      );
    }
  });

  it("keeps the seed of a layer", async () => {
    const folder = await temporaryFolder();
    const model = sequential({ layers: [spectralDense({ units: 3, inputShape: [4], seed: 77 })] });
    await model.save(folderHandler(folder));
    const again = await loadLayersModel(folderHandler(folder));
    expect(again.layers[0]!.getConfig()).toMatchObject({ seed: 77 });
    expect(await fromLayersModel(again)).toEqual(await fromLayersModel(model));
  });
});
