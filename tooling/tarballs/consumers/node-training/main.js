import { digits } from "@reciprocal/datasets";
import { createNetwork } from "@reciprocal/network";
import { evaluate, fit } from "@reciprocal/training";

const { train, test } = digits();
const network = createNetwork({
  inputShape: 784,
  layers: [
    { kind: "spectral", units: 200, activation: "relu" },
    { kind: "spectral", units: 10, activation: "softmax" },
  ],
});
const trained = await fit(network, train, {
  epochs: 10,
  batchSize: 100,
  optimizer: { kind: "adamax", learningRate: 0.03 },
});
const { name, warning } = trained.engine;
const { accuracy } = await evaluate(trained.network, test);
console.log(JSON.stringify({ name, warning, accuracy, firstLoss: trained.history[0].loss }));
