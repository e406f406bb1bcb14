// A training as a user's script runs it: it continues from the checkpoint file if there is one. The test kills it.
import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createNetwork, encodeNetwork } from "@reciprocal/network";
import { randomNormal } from "@reciprocal/spectral";
import { decodeCheckpoint, encodeCheckpoint, fit } from "@reciprocal/training";

const [file, settings] = process.argv.slice(2);
const { layer, optimizer, epochs } = JSON.parse(settings);

const network = createNetwork({
  inputShape: 4,
  layers: [
    { activation: "tanh", ...layer },
    { kind: "dense", units: 3, activation: "softmax" },
  ],
  seed: 1,
});
const inputs = Float32Array.from(randomNormal(4 * 130, { seed: 2 }));
const labels = Array.from({ length: 130 }, (_, i) => (inputs[4 * i] > 0 ? 1 : inputs[4 * i + 1] > 0 ? 2 : 0));

const write = (path, bytes) => {
  writeFileSync(`${path}.part`, bytes);
  renameSync(`${path}.part`, path);
};
const trained = await fit(
  network,
  { inputs, labels },
  {
    epochs,
    batchSize: 20,
    optimizer,
    validationSplit: 0.2,
    earlyStopping: { patience: 1000, restoreBest: true },
    resume: existsSync(file) ? decodeCheckpoint(readFileSync(file)) : undefined,
    checkpointEvery: { steps: 2 },
    onCheckpoint: (checkpoint) => {
      write(file, encodeCheckpoint(checkpoint));
      process.stdout.write("saved\n");
    },
  },
);
write(`${file}.end`, encodeNetwork(trained.network));
