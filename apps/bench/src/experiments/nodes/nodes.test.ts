import { describe, expect, it } from "vitest";
import { runsOf } from "../../example-lines.test-data.js";
import { nodes } from "./nodes.js";
import { nodesEpochs } from "./prune-run.js";

describe("nodes", () => {
  it("has a run per seed and strategy, with the whole network and every size once", () => {
    expect(runsOf(nodes, "")).toHaveLength(35);
    const runs = runsOf(nodes, "--dataset mnist --seeds 0,1 --removed 90,50,50");
    expect(runs).toHaveLength(14);
    expect(runs[0]!.removed).toEqual([0, 50, 90]);
  });

  it("trains the eigenvalues alone for a third of the epochs", () => {
    const [run] = runsOf(nodes, "--epochs 4 --test-samples 100");
    expect(run!.settings).toMatchObject({
      ...{ epochs: 4, eigenvalueEpochs: 2, trainSamples: 10_000, testSamples: 100 },
    });
  });

  it("counts the epochs of all trainings", () => {
    const runs = runsOf(nodes, "--seeds 0 --removed 50,90");
    expect(Object.fromEntries(runs.map((run) => [run.strategy, nodesEpochs(run)]))).toEqual({
      "pre-training": 10 + 3 * 30,
      "pre-training-random": 10 + 3 * 30,
      "post-training": 30,
      "post-training-random": 30,
      incoming: 30,
      "incoming-tuned": 3 * 30,
      random: 30,
    });
  });
});
