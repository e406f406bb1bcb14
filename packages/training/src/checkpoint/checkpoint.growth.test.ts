import { expectLinear, growth } from "@reciprocal/test-utils";
import { createNetwork, parameters } from "@reciprocal/network";
import { expect, it } from "vitest";
import type { Checkpoint } from "./checkpoint.js";
import { decodeCheckpoint } from "./decode-checkpoint.js";
import { encodeCheckpoint } from "./encode-checkpoint.js";

/** After as many epochs of one step as the network has layers, with two arrays for each group. */
function checkpointOf(layers: number): Checkpoint {
  const network = createNetwork({
    inputShape: 1,
    layers: Array.from({ length: layers }, () => ({ kind: "dense" as const, units: 1 })),
  });
  const report = { epochs: layers, steps: 1, loss: 1, learningRate: 1, seconds: 1 };
  return {
    network,
    optimizer: {
      steps: layers,
      groups: parameters(network).map(({ layer, name, values }) => ({
        layer,
        name,
        slots: [values, values],
      })),
    },
    history: Array.from({ length: layers }, (_, index) => ({ epoch: index + 1, ...report })),
    running: { steps: 0, lossSum: 0, learningRate: 0, seconds: 0 },
    best: { epoch: 1, network },
    settings: {
      ...{ network: "", samples: "", loss: "mean-squared-error", batchSize: 1, seed: 0, shuffle: true },
      optimizer: { kind: "adam", learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
      penalties: {
        ...{ kernels: { l1: 0, l2: 0 }, eigenvalues: { l1: 0, l2: 0 }, eigenvectors: { l1: 0, l2: 0 } },
      },
      precomputeLimitBytes: 0,
    },
    engine: { name: "none", version: "1" },
  };
}

const sizes = [25, 100, 400];

it("decodeCheckpoint takes work in proportion to the file", async () => {
  const measured = await growth((size) => encodeCheckpoint(checkpointOf(size)), decodeCheckpoint, sizes);
  expect(measured.every(({ error }) => error === undefined)).toBe(true);
  expectLinear(measured);
});

it("encodeCheckpoint takes work in proportion to the file", async () => {
  const make = (size: number) => {
    const checkpoint = checkpointOf(size);
    return { checkpoint, length: encodeCheckpoint(checkpoint).length };
  };
  expectLinear(await growth(make, ({ checkpoint }) => encodeCheckpoint(checkpoint), sizes));
});
