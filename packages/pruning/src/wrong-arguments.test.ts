import type { Network } from "@reciprocal/network";
import { describe, expect, it } from "vitest";
import { atRandom } from "./at-random.js";
import { byEigenvalue } from "./by-eigenvalue.js";
import { byLossEffect } from "./by-loss-effect.js";
import { forwardSparse } from "./forward-sparse.js";
import { mask } from "./mask.js";
import { networkOf } from "./network-of.js";
import { networkSize } from "./network-size.js";
import { permutationImportance } from "./permutation-importance.js";
import { pruneAfterTraining } from "./prune-after-training.js";
import { pruneBeforeTraining } from "./prune-before-training.js";
import { pruneInSteps } from "./prune-in-steps.js";
import { history, undo } from "./pruned.js";
import { rankInputs } from "./rank-inputs.js";
import { shrink } from "./shrink.js";
import { samplesOf, threeLayers } from "./testing/networks.js";
import { toSparse } from "./to-sparse.js";
import { trainSparse } from "./train-sparse.js";

const network = threeLayers("spectral");
const by = atRandom();

describe("networkOf", () => {
  it("is the network itself or that of a result, wherever one is wanted", async () => {
    const masked = await mask(network, { by, amount: { count: 1 } });
    const back: Network = networkOf(undo(masked));
    expect(back).toBe(network);
    expect(networkOf(masked)).toBe(masked.network);
    expect(networkSize(masked)).toEqual(masked.after);
    expect(toSparse(masked)).toEqual(toSparse(masked.network));
    expect(await rankInputs(masked)).toEqual(await rankInputs(masked.network));
  });

  it("says what came in place of one, and that an await may be missing", async () => {
    const late = mask(network, { by, amount: { count: 1 } }) as never;
    await expect(shrink(late)).rejects.toThrow(
      new TypeError(
        "shrink: needs a network or what a verb made of one, got a promise (is an await missing?)",
      ),
    );
    await expect(mask(undefined as never, { by, amount: { count: 1 } })).rejects.toThrow("mask: needs a net");
    expect(() => toSparse({ layers: 3 } as never)).toThrow("toSparse: needs a network");
    expect(() => networkSize(null as never)).toThrow("networkSize: needs a network or what a verb made of");
    expect(() => undo("mask" as never)).toThrow(
      'undo: needs a network or what a verb made of one, got "mask"',
    );
    expect(() => history([] as never)).toThrow("history: needs a network");
    await expect(rankInputs(5 as never)).rejects.toThrow("rankInputs: needs a network");
  });
});

describe("the verbs", () => {
  it.each<[object | undefined, string]>([
    [undefined, "mask: choice must be an object, got nothing"],
    [
      { by: byEigenvalue, amount: { count: 1 } },
      "mask: by must be an object such as byEigenvalue(), got the function byEigenvalue",
    ],
    [
      { by: "eigenvalue", amount: { count: 1 } },
      'mask: by must be an object such as byEigenvalue(), got "eigenvalue"',
    ],
    [{ by: { of: "nodes" }, amount: { count: 1 } }, "mask: by.scores must be a function, got nothing"],
    [{ by }, "mask: amount must be an object, got nothing"],
    [{ by, amount: 40 }, "mask: amount must be an object, got 40"],
    [{ by, amount: { percentile: "40" } }, 'mask: percentile must be a number from 0, got "40"'],
    [{ by, amount: { count: 1 }, layers: 0 }, "mask: layers must be a list, got 0"],
    [{ amount: { count: 1 } }, "mask: needs by and amount, nodes or weights, got amount"],
    [{ nodes: { layer: 0, indices: [1] } }, "mask: nodes must be a list, got an object of layer, indices"],
    [{ nodes: [{ layer: 0 }] }, "mask: indices of layer 0 must be a list, got nothing"],
    [{ nodes: [{ layer: 0, indices: 3 }] }, "mask: indices of layer 0 must be a list, got 3"],
    [
      { by: { name: "own", of: "nodes", scores: () => new Map() }, amount: { count: 1 } },
      "mask: what the ranking by own gives must be a list, got an object of nothing",
    ],
  ])("refuse the choice %o", async (choice, message) => {
    await expect(mask(network, choice as never)).rejects.toThrow(message);
  });

  it("refuse a metric that is no function", async () => {
    const metric = 0.5 as never;
    await expect(mask(network, { by, amount: { count: 1 } }, { metric })).rejects.toThrow(
      "mask: metric must be a function, got 0.5",
    );
    await expect(shrink(network, { metric })).rejects.toThrow("shrink: metric must be a function, got 0.5");
    await expect(shrink(network, null as never)).rejects.toThrow(
      "shrink: options must be an object, got null",
    );
    await expect(permutationImportance(new Float32Array(4), 2, {} as never)).rejects.toThrow(
      "permutationImportance: metric must be a function, got nothing",
    );
  });

  it("refuse schedules without a trainer, before anything trains", async () => {
    let trained = 0;
    const train = (one: Network) => ((trained += 1), one);
    const choice = { by, amount: { count: 1 } };
    const samples = { inputs: samplesOf(network), targets: new Float32Array(0) };
    const schedules: [Promise<unknown>, string][] = [
      [pruneInSteps(network, { by, percentiles: [50] } as never), "pruneInSteps: train must be a function"],
      [pruneInSteps(network, { by, percentiles: 50, train } as never), "percentiles must be a list, got 50"],
      [pruneAfterTraining(network, { ...choice, train: 3 as never }), "train must be a function, got 3"],
      [
        pruneBeforeTraining(network, { ...choice, train } as never),
        "pruneBeforeTraining: trainEigenvalues must be a function, got nothing",
      ],
      [
        pruneBeforeTraining(network, { ...choice, trainEigenvalues: train } as never),
        "pruneBeforeTraining: train must be a function, got nothing",
      ],
      [
        pruneBeforeTraining(network, { ...choice, train, trainEigenvalues: train, metric: 3 as never }),
        "pruneBeforeTraining: metric must be a function, got 3",
      ],
      [
        trainSparse(network, { sparsity: 0.5, rounds: 1, samples } as never),
        "trainSparse: train must be a function, got nothing",
      ],
    ];
    for (const [schedule, message] of schedules) await expect(schedule).rejects.toThrow(message);
    expect(trained).toBe(0);
  });

  it("refuse samples that are not there", async () => {
    expect(() => byLossEffect(undefined as never)).toThrow(
      "byLossEffect: samples must be an object, got nothing",
    );
    const options = { sparsity: 0.5, rounds: 1, train: (one: Network) => one };
    await expect(trainSparse(network, options as never)).rejects.toThrow(
      "trainSparse: samples must be an object, got nothing",
    );
  });

  it("refuse a whole network in place of sparse rows", () => {
    expect(() => forwardSparse(network as never, samplesOf(network))).toThrow(
      new TypeError("forwardSparse: needs sparse rows as toSparse makes them, got layer 0 (spectral)"),
    );
  });
});
