import { describe, expect, it } from "vitest";
import { adaptOptions } from "./options.js";

describe("adaptOptions", () => {
  it("stands for every task and method at three seeds on the digits, one at a time", () => {
    const { runs, jobs, out, dataset } = adaptOptions({}, "/home/ada");
    expect([runs.length, jobs, out, dataset]).toEqual([3, 1, "/home/ada/runs/adapt", "digits"]);
    expect(runs[0]).toMatchObject({
      tasks: ["rotated", "inverted"],
      methods: ["eigenvalues", "last-layer", "all-weights"],
      width: 200,
      settings: { learningRate: 0.015, epochs: 90, trainSamples: 10_000, rotationDegrees: 30 },
    });
  });

  it("is quick where it is told to, unless said otherwise", () => {
    const quick = adaptOptions({ quick: true }, "/").runs;
    expect([quick.length, quick[0]!.settings.epochs]).toEqual([1, 8]);
    const less = adaptOptions({ quick: true, seeds: "4,5", epochs: "3" }, "/").runs;
    expect(less.map(({ seed, settings }) => [seed, settings.epochs])).toEqual([
      [4, 3],
      [5, 3],
    ]);
  });

  it("reads what is given", () => {
    const given = {
      dataset: "mnist",
      tasks: "inverted",
      methods: "last-layer",
      seeds: "3",
      width: "20",
      rates: "0.1,.2",
    };
    const { runs } = adaptOptions({ ...given, "test-samples": "100" }, "/");
    expect(runs).toMatchObject([
      {
        ...{ tasks: ["inverted"], methods: ["last-layer"], seed: 3, width: 20 },
        settings: { trainSamples: null, testSamples: 100, adaptationLearningRates: [0.1, 0.2] },
      },
    ]);
  });

  it("refuses what it does not know", () => {
    expect(() => adaptOptions({ tasks: "sheared" }, "/")).toThrow("--tasks must be rotated or inverted");
    expect(() => adaptOptions({ methods: "luck" }, "/")).toThrow("--methods must be eigenvalues,");
    expect(() => adaptOptions({ rates: "0.1,0" }, "/")).toThrow(
      '--rates must be numbers above 0, at most 10, got "0"',
    );
    expect(() => adaptOptions({ "data-dir": "/x" }, "/")).toThrow(
      "--data-dir has no use with --dataset digits",
    );
  });
});
