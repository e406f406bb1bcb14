import { describe, expect, it } from "vitest";
import { nodesOptions } from "./options.js";

describe("nodesOptions", () => {
  it("stands for every strategy at five seeds on the digits, one at a time", () => {
    const { runs, jobs, out, dataset } = nodesOptions({}, "/home/ada");
    expect([runs.length, jobs, out, dataset]).toEqual([35, 1, "/home/ada/runs/nodes", "digits"]);
    expect(runs[0]!.removed).toEqual([0, 30, 50, 60, 70, 80, 90, 95]);
    expect(runs[0]!.settings.trainSamples).toBe(10_000);
  });

  it("reads what is given", () => {
    const given = {
      dataset: "mnist",
      strategies: "random",
      seeds: "3",
      removed: "80",
      epochs: "4",
      width: "20",
    };
    const { runs } = nodesOptions({ ...given, "test-samples": "100" }, "/");
    expect(runs).toHaveLength(1);
    expect(runs[0]).toMatchObject({
      strategy: "random",
      seed: 3,
      width: 20,
      removed: [0, 80],
      settings: { epochs: 4, eigenvalueEpochs: 2, trainSamples: null, testSamples: 100 },
    });
  });

  it("refuses what it does not know", () => {
    expect(() => nodesOptions({ strategies: "luck" }, "/")).toThrow("--strategies must be pre-training,");
    expect(() => nodesOptions({ removed: "100" }, "/")).toThrow(
      "--removed must be a whole number from 0 to 99",
    );
    expect(() => nodesOptions({ "data-dir": "/x" }, "/")).toThrow(
      "--data-dir has no use with --dataset digits",
    );
  });
});
