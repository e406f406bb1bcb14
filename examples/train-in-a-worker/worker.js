import { digits } from "@reciprocal/datasets";
import { createNetwork, encodeNetwork } from "@reciprocal/network";
import { evaluate, fit } from "@reciprocal/training";

async function main() {
  const { train, test } = digits({ train: 2000, test: 500 });
  const network = createNetwork({
    inputShape: train.features,
    layers: [
      { kind: "spectral", units: 200, activation: "relu" },
      { kind: "spectral", units: train.classes, activation: "softmax" },
    ],
  });
  const onEpoch = ({ epoch, loss }) => postMessage({ epoch, loss });
  const trained = await fit(network, train, { epochs: 20, onEpoch });
  const { accuracy } = await evaluate(trained.network, test);
  postMessage({ accuracy, bytes: encodeNetwork(trained.network) });
}

main().catch((error) => postMessage({ error: String(error) }));
