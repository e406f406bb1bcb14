import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { decodeNetwork, encodeNetwork } from "@reciprocal/network";
import "@tensorflow/tfjs-backend-cpu";
import { setBackend } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { fromLayersModel } from "./from-layers-model.js";
import { toDenseLayersModel } from "./to-dense-layers-model.js";
import { toLayersModel } from "./to-layers-model.js";

// What the recorded networks of @reciprocal/network became at commit 315c5e7: the layers' names, configurations and
// weights, bit for bit. No layer of TensorFlow.js keeps a fixed mask, so those with one are not among them.
//
// RECORD=all npx vitest run --project @reciprocal/tfjs src/conversion/recordings.test.ts
//   records anew; only after the networks themselves were, or where what is saved is meant to change.
const folder = new URL("../../../network/fixtures/trained/", import.meta.url);
const networks = readdirSync(folder).filter((name) => name.endsWith(".rcp") && !name.includes("fixed-mask"));
const fixture = new URL("../../fixtures/conversion-digests.json", import.meta.url);
const isRecording = process.env["RECORD"] === "all";
const digests = (isRecording ? {} : JSON.parse(readFileSync(fixture, "utf8"))) as Record<
  string,
  { readonly layers: string; readonly dense: string; readonly back: string }
>;

/** A digest of what a saved model holds, the versions of TensorFlow.js and the names that it counts up aside. */
function digestOf(model: LayersModel): string {
  const hash = createHash("sha256");
  for (const layer of model.layers) {
    // what is trainableGroups now was train then, and there was no start
    const config = JSON.stringify({ ...layer.getConfig(), name: undefined, start: undefined }).replace(
      '"trainableGroups":',
      '"train":',
    );
    hash.update(`${layer.getClassName()} ${config} ${JSON.stringify(layer.outputShape)}`);
    for (const weight of layer.weights) {
      const values = weight.read();
      hash.update(
        `${weight.originalName.replace(/^[^/]*\//, "")} ${weight.trainable} ${values.shape.join()}`,
      );
      hash.update(new Uint8Array(Float32Array.from(values.dataSync()).buffer));
    }
  }
  return hash.digest("hex");
}

describe("conversion of the recorded networks", () => {
  beforeAll(() => setBackend("cpu"));

  it.each(networks)("gives the same layers and dense layers, and the same network back: %s", async (name) => {
    const network = decodeNetwork(readFileSync(new URL(name, folder)));
    const model = toLayersModel(network);
    const dense = toDenseLayersModel(network);
    const back = createHash("sha256").update(encodeNetwork(await fromLayersModel(model)));
    const found = { layers: digestOf(model), dense: digestOf(dense), back: back.digest("hex") };
    model.dispose();
    dense.dispose();
    if (isRecording) {
      digests[name] = found;
      writeFileSync(fixture, `${JSON.stringify(digests, undefined, 2)}\n`);
    }
    expect(found).toEqual(digests[name]);
  });
});
