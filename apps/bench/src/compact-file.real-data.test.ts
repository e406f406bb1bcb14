import { loadDataset } from "@reciprocal/datasets";
import { createNetwork, decodeNetwork, encodeNetwork } from "@reciprocal/network";
import { evaluate, fit } from "@reciprocal/training";
import { describe, expect, it } from "vitest";

const folder = process.env.RECIPROCAL_DATA;
const title =
  "the compact file of a network trained on MNIST in RECIPROCAL_DATA (skipped where that is not set)";

describe.skipIf(!folder)(title, () => {
  it("is at most 16 KB, 9 KB with float16 spectra, which cost 0.001 of the accuracy at most", async () => {
    const { train, test } = await loadDataset("mnist", { dataDir: folder! });
    const network = createNetwork({
      inputShape: 784,
      layers: [
        { kind: "spectral", units: 1000, activation: "relu" },
        { kind: "spectral", units: 10, activation: "softmax" },
      ],
    });
    const { network: trained } = await fit(network, train, {
      epochs: 3,
      batchSize: 200,
      optimizer: { kind: "adamax", learningRate: 0.015 },
    });
    const whole = encodeNetwork(trained);
    const half = encodeNetwork(trained, { spectra: "float16" });
    expect(whole.length).toBeLessThanOrEqual(16_000);
    expect(half.length).toBeLessThanOrEqual(9_000);
    const accuracies = [trained, decodeNetwork(whole), decodeNetwork(half)].map(
      async (each) => (await evaluate(each, test)).accuracy,
    );
    const [asTrained, fromWhole, fromHalf] = await Promise.all(accuracies);
    expect(asTrained).toBeGreaterThan(0.8); // else there would be little to lose
    expect(fromWhole).toBe(asTrained);
    expect(fromHalf).toBeGreaterThanOrEqual(asTrained! - 0.001);
  });
});
