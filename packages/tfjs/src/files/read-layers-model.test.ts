import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { createNetwork, sQr, spectral } from "@reciprocal/network";
import { errorWith } from "@reciprocal/test-utils";
import "@tensorflow/tfjs-backend-cpu";
import { engine, io, memory, ones, setBackend, type Tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { fromLayersModel } from "../conversion/from-layers-model.js";
import { toLayersModel } from "../conversion/to-layers-model.js";
import { savedModel } from "../testing/saved-model.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { adamax } from "../training/adamax.js";
import { folderHandler } from "./folder-handler.js";
import { ModelFileError } from "./model-file-error.js";
import { readLayersModel } from "./read-layers-model.js";

const network = createNetwork({
  inputShape: 6,
  layers: [spectral({ units: 5, activation: "relu" }), sQr({ units: 3 })],
  seed: 1,
});

/** A model of another kind, whose layers have every sort of weight. */
function convolutional(): LayersModel {
  return sequential({
    layers: [
      layers.conv2d({ filters: 3, kernelSize: 2, inputShape: [5, 5, 2], name: "conv" }),
      layers.batchNormalization({ name: "norm" }),
      layers.timeDistributed({ layer: layers.flatten({ name: "flat" }), name: "rows" }),
      layers.bidirectional({
        layer: layers.lstm({ units: 4, recurrentInitializer: "glorotUniform", name: "lstm" }),
        name: "both",
      }),
      layers.dense({ units: 2, name: "last" }),
    ],
  });
}

const weightsOf = (model: LayersModel) => model.getWeights().map((weight) => Array.from(weight.dataSync()));

/** A folder with this model.json, and the files of weights beside it. */
async function folderOf(json: object, files: Readonly<Record<string, Uint8Array>> = {}): Promise<string> {
  const folder = await temporaryFolder();
  await writeFile(join(folder, "model.json"), JSON.stringify(json));
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
  return folder;
}

const dense = (units: unknown, inputs: unknown, more: object = {}) => ({
  modelTopology: {
    class_name: "Sequential",
    config: {
      name: "s",
      layers: [
        { class_name: "Dense", config: { name: "d", units, batch_input_shape: [null, inputs], ...more } },
      ],
    },
  },
  weightsManifest: [],
});

beforeAll(() => setBackend("cpu"));

describe("readLayersModel", () => {
  it("reads what was saved, from a folder, a URL, a handler and memory", async () => {
    const folder = join(await temporaryFolder(), "a b");
    const model = toLayersModel(network);
    model.compile({ optimizer: adamax(), loss: "meanSquaredError" });
    await model.fit(ones([4, 6]), ones([4, 3]), { verbose: 0 });
    const trained = await fromLayersModel(model);
    await model.save(folderHandler(folder), { includeOptimizer: true });
    const artifacts = await savedModel(model, { includeOptimizer: true });
    for (const source of [
      folder,
      pathToFileURL(folder),
      folderHandler(folder),
      io.fromMemory(artifacts),
      artifacts,
    ]) {
      const again = await readLayersModel(source);
      expect(await fromLayersModel(again)).toEqual(trained);
      expect((await again.optimizer.getWeights()).map(({ tensor }) => Array.from(tensor.dataSync()))).toEqual(
        (await model.optimizer.getWeights()).map(({ tensor }) => Array.from(tensor.dataSync())),
      );
    }
  });

  it("reads models that no network is made of, and names their weights as TensorFlow.js does", async () => {
    const folder = await temporaryFolder();
    const model = convolutional();
    await model.save(folderHandler(folder));
    const again = await readLayersModel(folder);
    expect(weightsOf(again)).toEqual(weightsOf(model));
    const x = ones([2, 5, 5, 2]);
    expect((again.predict(x) as Tensor).arraySync()).toEqual((model.predict(x) as Tensor).arraySync());
    // the second model of a name gets a number
    expect(again.weights.map(({ name }) => name)).toEqual(model.weights.map(({ name }) => `${name}_1`));
  });

  it("keeps no tensor of a model that it refuses or has given away", async () => {
    const artifacts = await savedModel(convolutional());
    const [first, ...rest] = artifacts.weightSpecs!;
    const state = () => [memory().numTensors, Object.keys(engine().registeredVariables).length];
    const before = state();
    const others = [
      [{ ...first!, name: "other" }, ...rest],
      [{ ...first!, shape: [...first!.shape].reverse() }, ...rest],
    ];
    for (const weightSpecs of others) {
      await expect(readLayersModel({ ...artifacts, weightSpecs })).rejects.toThrow(ModelFileError);
    }
    const adam = { learning_rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 1e-7 };
    const trainingConfig = {
      optimizer_config: { class_name: "Adam", config: adam },
      loss: "none",
      metrics: [],
    };
    await expect(readLayersModel({ ...artifacts, trainingConfig })).rejects.toThrow("Unknown loss none");
    expect(state()).toEqual(before);
    (await readLayersModel(artifacts)).dispose();
    expect(state()).toEqual(before);
  });

  it("counts what would be made before it makes it", async () => {
    const folder = await folderOf(dense(18_000, 18_000));
    const bounds = ["the model", "d/kernel", "268435456", "got 324000000"];
    const before = memory().numBytes;
    const read = errorWith(ModelFileError, "d/kernel");
    await expect(readLayersModel(folder)).rejects.toThrow(read);
    await expect(folderHandler(folder).load()).rejects.toThrow(errorWith(ModelFileError, ...bounds));
    expect(memory().numBytes).toBe(before);
  });

  it("counts matrices by recipe, and takes as many as maxEntries says", async () => {
    const folder = await temporaryFolder();
    await toLayersModel(network).save(folderHandler(folder));
    const made = 6 * 5 + 5 * 3; // φ and Q
    const error = errorWith(ModelFileError, "must have at most 44 entries together (maxEntries), got 45");
    await expect(readLayersModel(folder, { maxEntries: made - 1 })).rejects.toThrow(error);
    await expect(folderHandler(folder, { maxEntries: made - 1 }).load()).rejects.toThrow(error);
    await expect(readLayersModel(folder, { maxEntries: made })).resolves.toBeDefined();
  });

  it("counts the states of recurrent layers", async () => {
    const lstm = layers.lstm({
      units: 4,
      recurrentInitializer: "glorotUniform",
      stateful: true,
      batchInputShape: [3, 2, 2],
      name: "l",
    });
    const artifacts = await savedModel(sequential({ layers: [lstm] }));
    await expect(readLayersModel(artifacts, { maxEntries: 23 })).rejects.toThrow(
      errorWith(ModelFileError, "l/states", "got 24"),
    );
    await expect(readLayersModel(artifacts, { maxEntries: 24 })).resolves.toBeDefined();
  });

  it("counts the states of recurrent layers of images before it makes them", async () => {
    const lstm = layers.convLstm2d({
      filters: 2,
      kernelSize: 3,
      recurrentInitializer: "glorotUniform",
      stateful: true,
      batchInputShape: [1, 2, 9, 8, 1],
      name: "c",
    });
    const artifacts = await savedModel(sequential({ layers: [lstm] }));
    const states = 2 * 7 * 6 * 2;
    const before = memory().numTensors;
    await expect(readLayersModel(artifacts, { maxEntries: states - 1 })).rejects.toThrow(
      errorWith(ModelFileError, "c/states/1", `got ${states}`),
    );
    expect(memory().numTensors).toBe(before);
    await expect(readLayersModel(artifacts, { maxEntries: states })).resolves.toBeDefined();
  });

  it.each<[string, object, string[]]>([
    ["a circle", circle(), ["circle"]],
    ["numbers without end", dense(1e300, 3), ["d/kernel"]],
    ["half a node", dense(2.5, 3), ["2.5"]],
    ["no size", dense(3, null), ["d/kernel"]],
    [
      "a layer that nobody knows",
      { ...dense(1, 1), modelTopology: { class_name: "Mine", config: {} } },
      ["Mine"],
    ],
    ["an activation that nobody knows", dense(3, 3, { activation: "best" }), ["best"]],
    [
      "an initializer without a name",
      dense(3, 3, { kernel_initializer: { class_name: {} } }),
      ["class_name"],
    ],
    [
      "a type that nobody knows",
      {
        ...dense(1, 1),
        weightsManifest: [{ paths: [], weights: [{ name: "d/bias", shape: [1], dtype: "float8" }] }],
      },
      ['weight "d/bias"', "dtype", 'got "float8"'],
    ],
    [
      "an optimizer that nobody knows",
      { ...dense(1, 1), trainingConfig: { optimizer_config: 5 } },
      ["model.json"],
    ],
  ])("refuses %s", async (_, json, facts) => {
    const folder = await folderOf(json);
    const error = (caller: string) =>
      errorWith(ModelFileError, `${caller}: `, ...facts.filter((f) => f !== "model.json"));
    await expect(readLayersModel(folder)).rejects.toThrow(error("readLayersModel"));
    await expect(folderHandler(folder).load()).rejects.toThrow(error("folderHandler.load"));
  });

  it("names weights that are missing, too many, or of another shape", async () => {
    const artifacts = await savedModel(
      sequential({ layers: [layers.dense({ units: 2, inputShape: [3], name: "d" })] }),
    );
    const [kernel, bias] = artifacts.weightSpecs!;
    const bytes = new Uint8Array(artifacts.weightData as ArrayBuffer);
    const reading = (weightSpecs: io.WeightsManifestEntry[], length: number) =>
      readLayersModel({ ...artifacts, weightSpecs, weightData: bytes.slice(0, length).buffer });
    await expect(reading([kernel!], 24)).rejects.toThrow("1 of 2 weights are not set: d/bias");
    await expect(reading([kernel!, { ...bias!, name: "b" }], 32)).rejects.toThrow("no target variable: b");
    await expect(reading([{ ...kernel!, shape: [2, 3] }, bias!], 32)).rejects.toThrow(
      errorWith(ModelFileError, "the weight d/kernel must have the shape [3, 2], got [2, 3]"),
    );
    await expect(reading([kernel!, bias!], 28)).rejects.toThrow("the weights need 32 bytes, got 28");
    await expect(reading([bias!, bias!], 16)).rejects.toThrow('got "d/bias" twice');
  });

  it("says what a file of TensorFlow.js has that is too long to be shown", async () => {
    const folder = await folderOf(dense(3, 3, { activation: "a".repeat(1e6) }));
    const error: Error = await readLayersModel(folder).then(
      () => new Error(),
      (reason: Error) => reason,
    );
    expect(error).toBeInstanceOf(ModelFileError);
    expect(error.message.length).toBeLessThan(2000);
  });

  it("refuses what is no model", async () => {
    await expect(readLayersModel("https://here/model.json")).rejects.toThrow(TypeError);
    await expect(readLayersModel(5 as never)).rejects.toThrow(
      errorWith(TypeError, "readLayersModel: ", "got 5"),
    );
    await expect(readLayersModel({})).rejects.toThrow(errorWith(TypeError, "readLayersModel: ", "loads"));
    await expect(readLayersModel({ modelTopology: {} })).rejects.toThrow(
      "needs the weights of the model, got none",
    );
    const load = vi.fn().mockRejectedValue(new Error("404\nnot here"));
    await expect(readLayersModel({ load })).rejects.toThrow(
      errorWith(ModelFileError, "readLayersModel: 404 not here"),
    );
    await expect(readLayersModel(await temporaryFolder(), { strict: true } as object)).rejects.toThrow(
      "maxEntries",
    );
    const folder = await temporaryFolder();
    await mkdir(join(folder, "model.json"));
    await expect(readLayersModel(folder)).rejects.toThrow(errorWith(ModelFileError, "model.json"));
  });
});

function circle(): object {
  const layer = (name: string, before: string) => ({
    ...{ name, class_name: "Dense", config: { name, units: 1 } },
    inbound_nodes: [[[before, 0, 0, {}]]],
  });
  const config = {
    name: "m",
    layers: [layer("a", "b"), layer("b", "a")],
    input_layers: [],
    output_layers: [],
  };
  return { modelTopology: { class_name: "Model", config }, weightsManifest: [] };
}
