import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Network, ShapeError, validateNetwork } from "@reciprocal/network";
import { mappingKinds, networkOf, specOf } from "@reciprocal/test-networks";
import {
  folderHandler,
  fromLayersModel,
  ModelFileError,
  readLayersModel,
  toLayersModel,
} from "@reciprocal/tfjs";
import "@tensorflow/tfjs-backend-cpu";
import { enableProdMode, memory, setBackend } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import fc from "fast-check";
import { anyByteDamage, joinBytes } from "../damage/bytes.js";
import { anyJsonDamage } from "../damage/json.js";
import { mustHold, type Target } from "../target.js";
import { maxEntries } from "./check-network.js";

enableProdMode();
await setBackend("cpu");

const folder = mkdtempSync(join(tmpdir(), "reciprocal-fuzz-"));

interface Saved {
  /** With the weights in a file of one name. */
  readonly json: string;
  readonly weights: Uint8Array;
}

async function save(model: LayersModel): Promise<Saved> {
  const place = mkdtempSync(join(folder, "seed-"));
  await model.save(folderHandler(place));
  model.dispose();
  const name = readdirSync(place).find((file) => file.endsWith(".bin"));
  const json = readFileSync(join(place, "model.json"), "utf8");
  if (name === undefined) return { json, weights: new Uint8Array() };
  return { json: json.replace(name, "w.bin"), weights: readFileSync(join(place, name)) };
}

/** A functional model, as Keras saves it. */
const functional: Saved = {
  json: JSON.stringify({
    format: "layers-model",
    modelTopology: {
      ...{ keras_version: "2.15.0", backend: "tensorflow" },
      model_config: {
        class_name: "Functional",
        config: {
          name: "model",
          layers: [
            {
              class_name: "InputLayer",
              name: "x",
              config: { batch_input_shape: [null, 2], dtype: "float32", name: "x" },
              inbound_nodes: [],
            },
            {
              class_name: "Dense",
              name: "a",
              config: { name: "a", units: 3, activation: "relu", use_bias: true },
              inbound_nodes: [[["x", 0, 0, {}]]],
            },
            {
              class_name: "LeakyReLU",
              name: "b",
              config: { name: "b", alpha: 0.2 },
              inbound_nodes: [[["a", 0, 0, {}]]],
            },
          ],
          ...{ input_layers: [["x", 0, 0]], output_layers: [["b", 0, 0]] },
        },
      },
    },
    weightsManifest: [
      {
        paths: ["w.bin"],
        weights: [
          { name: "a/kernel", shape: [2, 3], dtype: "float32" },
          { name: "a/bias", shape: [3], dtype: "float32" },
        ],
      },
    ],
  }),
  weights: new Uint8Array(Float32Array.from({ length: 9 }, (_, i) => i / 8).buffer),
};

const stock = () => {
  const model = sequential();
  model.add(layers.flatten({ inputShape: [2, 2, 1] }));
  model.add(layers.batchNormalization());
  model.add(layers.dense({ units: 3, activation: "tanh", kernelRegularizer: "l1l2" }));
  model.add(layers.dropout({ rate: 0.5 }));
  model.add(layers.dense({ units: 2, activation: "softmax" }));
  return model;
};

const seeds: readonly Saved[] = [
  functional,
  await save(stock()),
  ...(await Promise.all(
    mappingKinds.map((kind) =>
      save(toLayersModel(networkOf(3, specOf(kind, 2, { activation: "relu" }), specOf(kind, 2)))),
    ),
  )),
];

/** The length of model.json in four bytes, then it, then the weights. */
function pack(json: string, weights: Uint8Array): Uint8Array {
  const text = Buffer.from(json);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return joinBytes(length, text, weights);
}

function write(input: Uint8Array): void {
  const length = Buffer.from(input).readUInt32LE(0);
  writeFileSync(join(folder, "model.json"), input.subarray(4, 4 + length));
  writeFileSync(join(folder, "w.bin"), input.subarray(4 + length));
}

export const tfjs: Target<Network> = {
  name: "tfjs",
  inputs: fc
    .record({ seed: fc.nat(seeds.length - 1), json: anyJsonDamage, bytes: anyByteDamage, kind: fc.nat(5) })
    .map(({ seed, json, bytes, kind }) => {
      const { json: text, weights } = seeds[seed]!;
      if (kind === 0) return pack(Buffer.from(bytes(Buffer.from(text), weights)).toString("latin1"), weights);
      return pack(json(text), kind === 1 ? bytes(weights, weights) : weights);
    }),
  async read(input) {
    write(input);
    const before = memory().numTensors;
    const model = await readLayersModel(folder, { maxEntries });
    let network: Network;
    try {
      network = await fromLayersModel(model);
    } finally {
      model.dispose();
    }
    // what it lost with a model that is no network is TensorFlow.js's own
    const left = memory().numTensors - before;
    mustHold(left === 0, `must leave no tensors, left ${left}`);
    return network;
  },
  // a model that is none of ours is one all the same, but no network
  permits: (error) =>
    error instanceof ModelFileError ||
    (error.message.startsWith("fromLayersModel: ") &&
      (error instanceof ShapeError || /^(TypeError|RangeError)$/.test(error.name))),
  memory: (input) => 1000 * input.length + 32e6,
  check: (network) => validateNetwork(network),
};
