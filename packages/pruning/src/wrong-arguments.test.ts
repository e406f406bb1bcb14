import type { Network } from "@reciprocal/network";
import { samplesOf, threeLayers } from "@reciprocal/test-networks";
import { describe, expect, it } from "vitest";
import { bake } from "./bake.js";
import { permutationImportance } from "./features/permutation-importance.js";
import { rankInputs } from "./features/rank-inputs.js";
import { mask } from "./mask.js";
import { maskWithinDrop } from "./mask-within-drop.js";
import { networkSize } from "./network-size.js";
import { atRandom } from "./ranking/at-random.js";
import { byEigenvalue } from "./ranking/by-eigenvalue.js";
import { byLossEffect } from "./ranking/by-loss-effect.js";
import { cubicPercentiles, linearPercentiles } from "./schedules/percentiles.js";
import { pruneAfterTraining } from "./schedules/prune-after-training.js";
import { pruneBeforeTraining } from "./schedules/prune-before-training.js";
import { pruneInSteps } from "./schedules/prune-in-steps.js";
import { trainSparse } from "./schedules/train-sparse.js";
import { shrink } from "./shrink.js";
import { forwardSparse } from "./sparse/forward-sparse.js";
import { toSparse } from "./sparse/to-sparse.js";

const network = threeLayers("spectral");
const by = atRandom();
const amount = { count: 1 };

function expectTypeError(run: () => unknown, message: RegExp): void {
  expect(run).toThrow(TypeError);
  expect(run).toThrow(message);
}

describe("a network", () => {
  it.each<[string, (network: Network) => unknown]>([
    ["mask", (one) => mask(one, { by, amount })],
    ["bake", (one) => bake(one)],
    ["shrink", (one) => shrink(one)],
    ["networkSize", (one) => networkSize(one)],
    ["rankInputs", (one) => rankInputs(one)],
    ["toSparse", (one) => toSparse(one)],
  ])("must be one for %s", (_, run) => {
    for (const wrong of [undefined, null, 5, "mask", [], { layers: [] }, { inputShape: [3], layers: 3 }]) {
      expect(() => run(wrong as never)).toThrow(Error);
    }
  });
});

describe("the verbs", () => {
  it.each<[object | undefined, RegExp]>([
    [undefined, /mask: choice.*got undefined/],
    [{ by: byEigenvalue, amount }, /mask: by.*byEigenvalue\(\).*got the function byEigenvalue/],
    [{ by: "eigenvalue", amount }, /mask: by.*got "eigenvalue"/],
    [{ by: { of: "nodes" }, amount }, /mask: by.scores.*got undefined/],
    [{ by }, /mask: amount.*got undefined/],
    [{ by, amount: 40 }, /mask: amount.*got 40/],
    [{ by, amount: { percentile: "40" } }, /mask: percentile.*got "40"/],
    [{ by, amount, layers: 0 }, /mask: layers.*got 0/],
    [{ amount }, /mask: needs by and amount, nodes or weights.*got amount/],
    [{ nodes: { layer: 0, indices: [1] } }, /mask: nodes.*got an object of layer, indices/],
    [{ nodes: [3] }, /mask: nodes\[0\].*got 3/],
    [{ nodes: [{ layer: 0 }] }, /mask: indices of layer 0.*got undefined/],
    [{ nodes: [{ layer: 0, indices: 3 }] }, /mask: indices of layer 0.*got 3/],
    [
      { by: { name: "own", of: "nodes", scores: () => new Map() }, amount },
      /mask: the ranking by own.*got an object/,
    ],
    [
      { by: { name: "late", of: "nodes", scores: async () => Promise.resolve([]) }, amount },
      /mask: the ranking by late.*got a promise/,
    ],
  ])("refuse the choice %o", (choice, message) => {
    expectTypeError(() => mask(network, choice as never), message);
  });

  it("refuse a share in place of a percentage", async () => {
    const train = (one: Network) => one;
    const message = /percent, from 0 to 100.*got 0\.5; for the share 0\.5 give 50$/;
    for (const run of [
      () => mask(network, { by, amount: { percentile: 0.5 } }),
      () => cubicPercentiles({ to: 0.5, steps: 2 }),
      () => linearPercentiles({ to: 0.5, steps: 2 }),
    ]) {
      expect(run).toThrow(RangeError);
      expect(run).toThrow(message);
    }
    await expect(pruneInSteps(network, { by, percentiles: [0.25, 0.5], train })).rejects.toThrow(message);
    // on the way to more than a percent there may be less
    await pruneInSteps(network, { by, percentiles: [0.5, 50], train });
    expect(mask(network, { by, amount: { percentile: 0 } })).toBe(network);
  });

  it("refuse numbers that are out of range", async () => {
    const metric = () => 1;
    const refused: [() => unknown, RegExp][] = [
      [() => mask(network, { by, amount, keepAtLeast: 0 }), /mask: keepAtLeast.*got 0/],
      [() => cubicPercentiles({ from: -1, to: 50, steps: 2 }), /cubicPercentiles: from.*got -1/],
      [() => cubicPercentiles({ from: 101, to: 50, steps: 2 }), /cubicPercentiles: from.*got 101/],
      [() => linearPercentiles({ to: 50, steps: 0 }), /linearPercentiles: steps.*got 0/],
      [() => atRandom({ seed: -1 }), /atRandom: seed.*got -1/],
    ];
    for (const [run, message] of refused) {
      expect(run).toThrow(RangeError);
      expect(run).toThrow(message);
    }
    const drop = maskWithinDrop(network, { by, maxDrop: -0.1, metric });
    await expect(drop).rejects.toThrow(/maskWithinDrop: maxDrop.*got -0\.1/);
  });

  it("refuse a metric that is not a function, and options that are not an object", async () => {
    const metric = 0.5 as never;
    const drop = maskWithinDrop(network, { by, maxDrop: 1, metric });
    await expect(drop).rejects.toThrow(TypeError);
    await expect(drop).rejects.toThrow(/maskWithinDrop: metric.*got 0.5/);
    expectTypeError(() => shrink(network, null as never), /shrink: options.*got null/);
    expectTypeError(() => shrink(network, { input: true } as never), /shrink: unknown option input;.*inputs/);
    await expect(permutationImportance(new Float32Array(4), 2, {} as never)).rejects.toThrow(
      /permutationImportance: metric.*got undefined/,
    );
  });

  it("refuse schedules without a trainer, before anything trains", async () => {
    let trained = 0;
    const train = (one: Network) => ((trained += 1), one);
    const samples = { inputs: samplesOf(network), targets: new Float32Array(0) };
    const before = (options: object) => pruneBeforeTraining(network, { by, amount, ...options } as never);
    const schedules: [Promise<unknown>, RegExp][] = [
      [pruneInSteps(network, { by, percentiles: [50] } as never), /pruneInSteps: train.*got undefined/],
      [pruneInSteps(network, { by, percentiles: 50, train } as never), /pruneInSteps: percentiles.*got 50/],
      [pruneAfterTraining(network, { by, amount, train: 3 as never }), /pruneAfterTraining: train.*got 3/],
      [before({ train }), /pruneBeforeTraining: trainEigenvalues.*got undefined/],
      [before({ trainEigenvalues: train }), /pruneBeforeTraining: train.*got undefined/],
      [
        before({ train, trainEigenvalues: train, amount: { maxDrop: 1, metric: 3 } }),
        /pruneBeforeTraining: amount: metric.*got 3/,
      ],
      [trainSparse(network, { sparsity: 0.5, rounds: 1, samples } as never), /trainSparse: train.*undefined/],
    ];
    for (const [schedule, message] of schedules) {
      await expect(schedule).rejects.toThrow(TypeError);
      await expect(schedule).rejects.toThrow(message);
    }
    expect(trained).toBe(0);
  });

  it("refuse samples that are missing", async () => {
    expectTypeError(() => byLossEffect(undefined as never), /byLossEffect: samples.*got undefined/);
    const options = { sparsity: 0.5, rounds: 1, train: (one: Network) => one };
    await expect(trainSparse(network, options as never)).rejects.toThrow(/trainSparse: samples.*undefined/);
  });

  it("refuse a whole network in place of sparse rows", () => {
    const run = () => forwardSparse(network as never, samplesOf(network));
    expectTypeError(run, /forwardSparse: .*toSparse.*layer 0 \(spectral\)/);
  });
});
