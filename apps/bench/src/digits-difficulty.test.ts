import { digits } from "@reciprocal/datasets";
import { createNetwork, type LayerSpec } from "@reciprocal/network";
import { evaluate, fit } from "@reciprocal/training";
import { describe, expect, it } from "vitest";

/** Test accuracy after training on the default digits. */
async function accuracyOf(layers: LayerSpec[]): Promise<number> {
  const { train, test } = digits();
  const network = createNetwork({ inputShape: train.features, layers, seed: 1 });
  const optimizer = { kind: "adam", learningRate: 0.002 } as const;
  const trained = await fit(network, train, { epochs: 20, batchSize: 200, optimizer });
  return (await evaluate(trained.network, test)).accuracy;
}

describe("the generated digits", () => {
  it("are too hard for a linear classifier", async () => {
    const accuracy = await accuracyOf([{ kind: "dense", units: 10, activation: "softmax" }]);
    expect(accuracy).toBeGreaterThan(0.8);
    expect(accuracy).toBeLessThan(0.95);
  });

  it("can be told apart by a dense network 784–200–10", async () => {
    const accuracy = await accuracyOf([
      { kind: "dense", units: 200, activation: "relu" },
      { kind: "dense", units: 10, activation: "softmax" },
    ]);
    expect(accuracy).toBeGreaterThan(0.97);
  });
});
