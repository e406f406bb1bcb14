// Trains and predicts by seed, and prints a digest of all bits: of the networks, the reports and the answers.
import { createHash } from "node:crypto";
import { createNetwork, encodeNetwork } from "@reciprocal/network";
import { randomNormal } from "@reciprocal/spectral";
import { adamax, adamW, evaluate, fit, predict, sgd } from "@reciprocal/training";

const inputs = Float32Array.from(randomNormal(20 * 90, { seed: 2 }));
const labels = Array.from({ length: 90 }, (_, i) =>
  inputs[20 * i] > 0 ? 1 : inputs[20 * i + 1] > 0 ? 2 : 0,
);
const samples = { inputs, labels };

const trainings = [
  { layer: { kind: "dense", sparsity: 0.5 }, options: { optimizer: sgd({ momentum: 0.9 }), clipNorm: 1 } },
  { layer: { kind: "spectral" }, options: { dropout: 0.2, classWeights: "balanced" } },
  { layer: { kind: "s-svd" }, options: { optimizer: adamax(), labelSmoothing: 0.1 } },
  {
    layer: { kind: "s-qr" },
    options: {
      optimizer: adamW(),
      augment: ({ inputs: batch }, { seed }) =>
        randomNormal(batch.length, { seed, deviation: 0.1 }).forEach((noise, i) => (batch[i] += noise)),
    },
  },
];

const hash = createHash("sha256");
for (const { layer, options } of trainings) {
  const network = createNetwork({
    inputShape: 20,
    layers: [
      { ...layer, units: 30, activation: "tanh" },
      { kind: "dense", units: 3, activation: "softmax" },
    ],
    seed: 1,
  });
  const settings = { epochs: 3, batchSize: 20, seed: 4, validationSplit: 0.2, ...options };
  const { network: trained, history } = await fit(network, samples, settings);
  hash.update(encodeNetwork(trained));
  for (const report of history) hash.update(JSON.stringify({ ...report, seconds: 0 }));
  hash.update(await predict(trained, inputs));
  hash.update(JSON.stringify(await evaluate(trained, samples)));
}
console.log(hash.digest("hex"));
