import { describe, expect, it } from "vitest";
import { nodesEpochs, nodesRuns, nodesSettings, strategies } from "./nodes-run.js";

const options = { dataset: "mnist", strategies, width: 500, seeds: [0, 1], removed: [90, 50, 50] } as const;

describe("nodesRuns", () => {
  it("has a run per seed and strategy, with the whole network and every size once", () => {
    const runs = nodesRuns(options);
    expect(runs).toHaveLength(14);
    expect(runs[0]!.removed).toEqual([0, 50, 90]);
    expect(new Set(runs.map(({ key }) => key)).size).toBe(14);
    expect(nodesRuns(options)).toEqual(runs);
    expect(nodesRuns({ ...options, changes: { epochs: 2 } })[0]!.key).not.toBe(runs[0]!.key);
  });

  it("counts the epochs of all trainings", () => {
    const { epochs, eigenvalueEpochs } = nodesSettings;
    const counted = Object.fromEntries(nodesRuns(options).map((run) => [run.strategy, nodesEpochs(run)]));
    expect(counted).toEqual({
      "pre-training": eigenvalueEpochs + 3 * epochs,
      "pre-training-random": eigenvalueEpochs + 3 * epochs,
      "post-training": epochs,
      "post-training-random": epochs,
      incoming: epochs,
      "incoming-tuned": 3 * epochs,
      random: epochs,
    });
  });
});
