import { describe, expect, it } from "vitest";
import { runsOf } from "../../example-lines.test-data.js";
import { methods, type AdaptLine, type AdaptMethod } from "./adapt-line.js";
import { adapt } from "./adapt.js";
import { adaptTable, edgeText, findingText } from "./report.js";
import { adaptFindings, edgeRates, summarizeAdapt } from "./summarize.js";

/** A line with these accuracies on the rotated images. */
function lineOf(accuracies: Readonly<Record<AdaptMethod, number>>, seed: number): AdaptLine {
  const [run] = runsOf(adapt, `--tasks rotated --width 9 --seeds ${seed}`);
  return {
    ...run!,
    originalAccuracy: 0.9,
    points: methods.map((method, index) => ({
      task: "rotated",
      method,
      learningRate: seed === 0 ? 0.045 : 0.005,
      validationAccuracy: 0.8,
      accuracyBefore: 0.5,
      testAccuracy: accuracies[method],
      trainedNumbers: 10 ** (index + 1),
      patchBytes: 4 * 10 ** (index + 1),
      networkBytes: 5000,
      epochs: 10 + seed,
      seconds: 1,
    })),
    seconds: 9,
    engine: "test 1",
    versions: {},
    finishedAt: "2020-01-01",
  };
}

const lines = [
  lineOf({ eigenvalues: 0.8, "last-layer": 0.7, "all-weights": 0.9 }, 0),
  lineOf({ eigenvalues: 0.6, "last-layer": 0.4, "all-weights": 0.9 }, 1),
];

describe("summarizeAdapt", () => {
  it("averages over seeds", () => {
    const [row] = summarizeAdapt(lines);
    expect(row).toMatchObject({
      method: "eigenvalues",
      runs: 2,
      patchBytes: 40,
      learningRates: [0.005, 0.045],
    });
    expect(row!.testAccuracy.mean).toBeCloseTo(0.7, 12);
    expect(adaptTable([row!], "t").rows[0]).toEqual([
      ...["rotated", "eigenvalues", "2", "0.5000 ± 0.0000", "0.7000 ± 0.1414", "10", "40", "5,000"],
      ...["0.005, 0.045", "10.5 ± 0.7", "1.0 ± 0.0"],
    ]);
  });
});

describe("adaptFindings", () => {
  it("says where eigenvalues win and where they lose, seed by seed", () => {
    // 0.8 − 0.7 and 0.6 − 0.4; 0.8 − 0.9 and 0.6 − 0.9
    expect(adaptFindings(lines).map(findingText)).toEqual([
      "rotated: eigenvalues reach a higher test accuracy than last-layer by 0.1500 ± 0.0707, with 0.100 of the bytes of its patch.",
      "rotated: eigenvalues reach a lower test accuracy than all-weights by 0.2000 ± 0.1414, with 0.0100 of the bytes of its patch.",
    ]);
    const equal = lineOf({ eigenvalues: 0.8, "last-layer": 0.8, "all-weights": 0.9 }, 0);
    expect(findingText(adaptFindings([equal])[0]!)).toBe(
      "rotated: eigenvalues reach the test accuracy of last-layer, with 0.100 of the bytes of its patch.",
    );
  });
});

describe("edgeRates", () => {
  it("says where the search ended at its lowest or highest rate", () => {
    const within = (rates: readonly number[]) =>
      lines.map((line) => ({ ...line, settings: { ...line.settings, adaptationLearningRates: rates } }));
    expect(edgeRates(within([0.001, 0.005, 0.045, 0.1]))).toEqual([]);
    expect(edgeRates(within([0.001, 0.005, 0.045])).map(edgeText)[0]).toBe(
      "rotated, eigenvalues: the highest learning rate was chosen in 1 of 2 runs; a higher one may do better.",
    );
    expect(edgeRates(within([0.005, 0.045])).map(({ edge }) => edge)).toEqual(
      methods.flatMap(() => ["lowest", "highest"]),
    );
  });
});
