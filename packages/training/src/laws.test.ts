import { activations, encodeNetwork, isMapping, outputSize, type Network } from "@reciprocal/network";
import { Random } from "@reciprocal/spectral";
import { mappingKinds, networkOf, networks, samplesOf, specOf, threeLayers } from "@reciprocal/test-networks";
import { describe, expect, it } from "vitest";
import type { Checkpoint } from "./checkpoint/checkpoint.js";
import { decodeCheckpoint } from "./checkpoint/decode-checkpoint.js";
import { encodeCheckpoint } from "./checkpoint/encode-checkpoint.js";
import type { FitOptions } from "./fit/fit-options.js";
import { fit } from "./fit/loop.js";
import { adam } from "./optimizers/adam.js";
import { count, expectReferenceGradients, samplesFor } from "./testing/reference.js";

const trainable = Object.entries(networks).filter(([, { layers }]) => layers.some(isMapping));

describe("laws of every network", () => {
  it.each(trainable)("its gradients are those of float64 differences: %s", async (_, network) => {
    const samples = samplesFor(network, outputSize(network));
    // a batch said to be huge makes forming w cheap, one said to be tiny makes applying φ cheap
    for (const batchSize of [1, 100_000]) {
      await expectReferenceGradients(network, samples, { batchSize, loss: "mean-squared-error" });
    }
  });
});

describe.each(mappingKinds)("laws of every kind: %s", (kind) => {
  it.each([
    ["binary-cross-entropy", "sigmoid", 1],
    ["binary-cross-entropy", "sigmoid", 3],
    ["huber", "linear", 2],
  ] as const)(
    "its gradients are those of float64 differences: %s after %s, %i outputs",
    async (loss, activation, units) => {
      const network = networkOf(
        5,
        specOf(kind, 4, { activation: "tanh" }),
        specOf(kind, units, { activation }),
      );
      const random = new Random(8);
      const { inputs } = samplesFor(network, 2);
      const targets = Float32Array.from({ length: count * units }, () =>
        loss === "huber" ? random.uniform(-3, 3) : random.uniform(),
      );
      const weights = Float32Array.from({ length: count }, () => random.uniform(0, 2));
      await expectReferenceGradients(network, { inputs, targets, weights }, { loss });
    },
  );

  const cases = [
    ["plain", threeLayers(kind)],
    ["with a dynamic mask", threeLayers(kind, { sparsity: 0.3 })],
  ] as const;
  const options = { epochs: 5, batchSize: 15, optimizer: adam({ learningRate: 0.02 }) } satisfies FitOptions;

  it.each(cases)("20 steps make the loss smaller: %s", async (_, network) => {
    const { history } = await fit(network, labeled(network), options);
    expect(history.map(({ steps }) => steps)).toEqual([4, 4, 4, 4, 4]);
    expect(history[4]!.loss).toBeLessThan(history[0]!.loss);
  });

  it.each(activations)("20 steps make the loss smaller behind %s", async (activation) => {
    const network = networkOf(
      7,
      specOf(kind, 9, { activation }),
      specOf("dense", 3, { activation: "softmax" }),
    );
    const { history } = await fit(network, labeled(network), options);
    expect(history[4]!.loss).toBeLessThan(history[0]!.loss);
  });

  it.each(cases)(
    "a training that stops and goes on from a file ends with the same bits: %s",
    async (_, network) => {
      const samples = labeled(network);
      const checkpoints: Checkpoint[] = [];
      const onCheckpoint = (checkpoint: Checkpoint) => void checkpoints.push(checkpoint);
      const whole = await fit(network, samples, { ...options, checkpointEvery: { steps: 7 }, onCheckpoint });
      for (const checkpoint of checkpoints) {
        const resume = decodeCheckpoint(encodeCheckpoint(checkpoint));
        const resumed = await fit(network, samples, { ...options, resume });
        expect(encodeNetwork(resumed.network)).toEqual(encodeNetwork(whole.network));
        expect(resumed.history.map(({ loss }) => loss)).toEqual(whole.history.map(({ loss }) => loss));
      }
    },
  );
});

/** 60 samples, whose class follows from their first numbers. */
function labeled(network: Network) {
  const inputs = samplesOf(network, 60);
  const width = inputs.length / 60;
  const labels = Array.from({ length: 60 }, (_, i) => {
    const [a, b] = [inputs[i * width]!, inputs[i * width + 1]!];
    return a > 0.2 ? 0 : a > b ? 1 : 2;
  });
  return { inputs, labels };
}
