import { createNetwork, encodeNetwork, type Network } from "@reciprocal/network";
import { randomNormal } from "@reciprocal/spectral";
import { decodeCheckpoint, encodeCheckpoint, fit } from "@reciprocal/training";
import { describe, expect, it } from "vitest";
import { byEigenvalue } from "../ranking/by-eigenvalue.js";
import { pruneInSteps } from "./prune-in-steps.js";
import { trainSparse } from "./train-sparse.js";
import type { Train } from "./train.js";

const inputs = Float32Array.from(randomNormal(4 * 60, { seed: 2 }));
const samples = { inputs, labels: Array.from({ length: 60 }, (_, i) => (inputs[4 * i]! > 0 ? 1 : 0)) };

const start = createNetwork({
  inputShape: 4,
  layers: [
    { kind: "spectral", units: 12, activation: "tanh" },
    { kind: "dense", units: 2, activation: "softmax" },
  ],
  seed: 1,
});

/** Trains with a file per step; fails after the given number of `checkpoints`, as a killed process would. */
function trainer(files: Map<number, Uint8Array>, checkpoints = Infinity): Train {
  let left = checkpoints;
  return async (network, { step }) => {
    const file = files.get(step);
    const { network: trained } = await fit(network, samples, {
      epochs: 2,
      batchSize: 20,
      resume: file && decodeCheckpoint(file),
      checkpointEvery: { steps: 1 },
      onCheckpoint: (checkpoint) => {
        files.set(step, encodeCheckpoint(checkpoint));
        if (--left === 0) throw new Error("killed");
      },
    });
    return trained;
  };
}

describe("a schedule that is run again with a checkpoint file per step", () => {
  const schedules: readonly (readonly [string, (network: Network, train: Train) => Promise<Network>])[] = [
    [
      "pruneInSteps",
      (network, train) => pruneInSteps(network, { by: byEigenvalue(), percentiles: [20, 40, 60], train }),
    ],
    ["trainSparse", (network, train) => trainSparse(network, { sparsity: 0.5, rounds: 3, train, samples })],
  ];

  it.each(schedules)("ends as one that was not stopped: %s", async (_, run) => {
    const whole = await run(start, trainer(new Map()));
    for (const stopAfter of [2, 6, 8, 17]) {
      const files = new Map<number, Uint8Array>();
      await expect(run(start, trainer(files, stopAfter))).rejects.toThrow("killed");
      // the checkpoints that are still to be taken: none is taken twice
      const rest = trainer(files, 18 - stopAfter + 1);
      expect(encodeNetwork(await run(start, rest))).toEqual(encodeNetwork(whole));
    }
  });
});
