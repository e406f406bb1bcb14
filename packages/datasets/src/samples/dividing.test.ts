import { ShapeError } from "@reciprocal/spectral";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { errorWith } from "@reciprocal/test-utils";
import type { Dataset } from "../dataset.js";
import { assignParts } from "./assign-parts.js";
import { kFolds } from "./k-folds.js";
import { splitDataset, type SplitDatasetOptions } from "./split-dataset.js";

/** Sample i is [i], of the given class. */
function labeled(...labels: number[]): Dataset {
  const classes = Math.max(...labels) + 1;
  const inputs = Float32Array.from(labels, (_, i) => i);
  return {
    name: "set",
    inputs,
    labels: Int32Array.from(labels),
    count: labels.length,
    features: 1,
    shape: [1],
    classes,
  };
}

const samplesOf = (dataset: Dataset) => [...dataset.inputs];
const countsOf = ({ labels, classes }: Dataset) =>
  Array.from({ length: classes }, (_, label) => labels.filter((other) => other === label).length);
const classes = (...counts: number[]) =>
  labeled(...counts.flatMap((n, label) => new Array<number>(n).fill(label)));
const someLabels = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 8, maxLength: 40 });

describe("splitDataset by class", () => {
  it("holds out the fraction of every class", () => {
    for (const from of ["end", "random"] as const) {
      const { train, heldOut } = splitDataset(classes(50, 20, 10), { fraction: 0.2, stratify: true, from });
      expect([countsOf(train), countsOf(heldOut)]).toEqual([
        [40, 16, 8],
        [10, 4, 2],
      ]);
    }
  });

  it("holds out the last of every class, in their order, unless it is random", () => {
    const { train, heldOut } = splitDataset(labeled(0, 1, 0, 1, 0, 1), { fraction: 0.34, stratify: true });
    expect([samplesOf(train), samplesOf(heldOut)]).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ]);
  });

  it("has every class of two samples on both sides", () => {
    const { train, heldOut } = splitDataset(classes(40, 2, 1), {
      fraction: 0.1,
      stratify: true,
      from: "random",
    });
    expect([countsOf(train), countsOf(heldOut)]).toEqual([
      [36, 1, 1],
      [4, 1, 0],
    ]);
    expect(() => splitDataset(classes(1, 1, 1), { fraction: 0.4, stratify: true })).toThrow(
      errorWith(RangeError, "splitDataset: stratify", "two samples"),
    );
  });

  it("covers every sample once, and gives the same for the same seed only", () => {
    fc.assert(
      fc.property(someLabels, fc.integer({ min: 0, max: 9 }), (labels, seed) => {
        const given: SplitDatasetOptions = { fraction: 0.3, stratify: true, from: "random", seed };
        const dataset = labeled(...labels, ...labels);
        const { train, heldOut } = splitDataset(dataset, given);
        expect([...samplesOf(train), ...samplesOf(heldOut)].sort((a, b) => a - b)).toEqual(
          samplesOf(dataset),
        );
        expect(splitDataset(dataset, given)).toEqual({ train, heldOut });
      }),
      { seed: 1 },
    );
    const held = (seed: number) =>
      samplesOf(splitDataset(classes(30, 30), { stratify: true, from: "random", seed }).heldOut);
    expect(held(1)).not.toEqual(held(2));
  });
});

describe("splitDataset by group", () => {
  const six = labeled(0, 0, 0, 1, 1, 1);

  it("keeps what belongs together on one side, the last groups or any", () => {
    const groups = ["a", "b", "a", "b", "c", "c"];
    expect(samplesOf(splitDataset(six, { fraction: 0.3, groups }).heldOut)).toEqual([4, 5]);
    expect(samplesOf(splitDataset(six, { fraction: 0.6, groups }).heldOut)).toEqual([1, 3, 4, 5]);
    const held = new Set(
      Array.from({ length: 20 }, (_, seed) =>
        samplesOf(splitDataset(six, { fraction: 0.3, groups, from: "random", seed }).heldOut)
          .sort()
          .join(""),
      ),
    );
    expect([...held].sort()).toEqual(["02", "13", "45"]);
  });

  it("balances classes over groups as well as it can", () => {
    // eight patients with two samples of each of two classes
    const labels = Array.from({ length: 32 }, (_, i) => i % 2);
    const groups = labels.map((_, i) => Math.floor(i / 4));
    const { train, heldOut } = splitDataset(labeled(...labels), {
      fraction: 0.25,
      stratify: true,
      groups,
      from: "random",
    });
    expect([countsOf(train), countsOf(heldOut)]).toEqual([
      [12, 12],
      [4, 4],
    ]);
    const held = new Set(samplesOf(heldOut).map((sample) => groups[sample]));
    expect(samplesOf(train).some((sample) => held.has(groups[sample]))).toBe(false);
  });

  it("refuses groups that do not fit", () => {
    const refused = (groups: unknown, type: new (message: string) => Error, ...facts: string[]) => {
      for (const [name, run] of [
        ["splitDataset", () => splitDataset(six, { groups: groups as string[] })],
        ["kFolds", () => kFolds(six, { groups: groups as string[], folds: 2 })],
      ] as const) {
        expect(run).toThrow(errorWith(type, `${name}: `, "groups", ...facts));
      }
    };
    refused([1, 2], ShapeError, "6", "got 2");
    refused("abcdef", TypeError, 'got "abcdef"');
    refused([1, 2, 3, 4, 5, null], TypeError, "5]", "got null");
    expect(() => splitDataset(six, { groups: [1, 1, 1, 1, 1, 1] })).toThrow(
      errorWith(RangeError, "groups", "two", "got 1"),
    );
    expect(() => kFolds(six, { groups: [1, 1, 1, 2, 2, 2], folds: 3 })).toThrow(
      errorWith(RangeError, "kFolds", "3 groups", "got 2"),
    );
    expect(() => splitDataset(six, { groups: [1, 1, 2, 2, 3, 3], stratify: true })).toThrow(
      errorWith(RangeError, "stratify with groups", '"random"'),
    );
  });
});

describe("warnings of splitDataset and kFolds", () => {
  const warningsOf = (run: (onWarning: (message: string) => void) => unknown) => {
    const warnings: string[] = [];
    run((warning) => warnings.push(warning));
    return warnings;
  };

  it("come where the end of a sorted set is held out", () => {
    const sorted = classes(5, 5);
    expect(warningsOf((onWarning) => splitDataset(sorted, { onWarning }))).toEqual([
      'splitDataset: set is sorted by class, and its end is held out; from: "random" or stratify: true holds out samples of all classes',
    ]);
    expect(warningsOf((onWarning) => splitDataset(sorted, { stratify: true, onWarning }))).toEqual([]);
    expect(
      warningsOf((onWarning) => splitDataset(labeled(0, 1, 0, 1, 1, 0), { fraction: 0.4, onWarning })),
    ).toEqual([]);
    expect(warningsOf((onWarning) => splitDataset(labeled(0, 0, 0, 0), { onWarning }))).toEqual([]);
  });

  it("name the classes that a part lacks", () => {
    const named = { ...labeled(1, 0, 1, 0, 2), classNames: ["a", "b", "c"] };
    const [first, second] = warningsOf((onWarning) => splitDataset(named, { onWarning }));
    expect(first).toContain('the training part of set has no sample of the classes "c"');
    expect(second).toContain('the held-out part of set has no sample of the classes "a", "b"');
    const ofFolds = warningsOf((onWarning) => [...kFolds(named, { folds: 2, onWarning })]);
    expect(ofFolds.some((warning) => /^kFolds, fold [12]: .* "c"/.test(warning))).toBe(true);
  });
});

describe("kFolds", () => {
  it("holds out every sample once, in folds that differ by one at most", () => {
    fc.assert(
      fc.property(someLabels, fc.integer({ min: 2, max: 6 }), fc.boolean(), (labels, folds, stratify) => {
        const dataset = labeled(...labels);
        const pairs = [...kFolds(dataset, { folds, stratify, seed: 2 })];
        expect(pairs.length).toBe(folds);
        const all = pairs.flatMap(({ heldOut }) => samplesOf(heldOut)).sort((a, b) => a - b);
        expect(all).toEqual(samplesOf(dataset));
        for (const { train, heldOut } of pairs) {
          const both = [...samplesOf(train), ...samplesOf(heldOut)].sort((a, b) => a - b);
          expect(both).toEqual(samplesOf(dataset));
        }
        const sizes = pairs.map(({ heldOut }) => heldOut.count);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
        for (let label = 0; stratify && label < dataset.classes; label++) {
          const counts = pairs.map(({ heldOut }) => countsOf(heldOut)[label]!);
          expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        }
      }),
      { seed: 1 },
    );
  });

  it("divides otherwise for another seed, the same for the same", () => {
    const folds = (seed: number) =>
      [...kFolds(classes(20, 20), { seed })].map(({ heldOut }) => samplesOf(heldOut));
    expect(folds(1)).toEqual(folds(1));
    expect(folds(1)).not.toEqual(folds(2));
    expect(folds(1).length).toBe(5);
  });

  it("keeps groups together, with classes nearly balanced", () => {
    const labels = Array.from({ length: 60 }, (_, i) => i % 3);
    const groups = labels.map((_, i) => `patient ${Math.floor(i / 3)}`);
    const dataset = labeled(...labels);
    for (const { train, heldOut } of kFolds(dataset, { folds: 4, groups, stratify: true })) {
      expect(countsOf(heldOut)).toEqual([5, 5, 5]);
      const held = new Set(samplesOf(heldOut).map((sample) => groups[sample]));
      expect(samplesOf(train).some((sample) => held.has(groups[sample]))).toBe(false);
    }
  });

  it("refuses fewer samples than folds, before the first pair", () => {
    expect(() => kFolds(labeled(0, 1, 0))).toThrow(errorWith(RangeError, "kFolds", "5 samples", "got 3"));
    expect(() => kFolds(labeled(0, 1, 0), { folds: 1 })).toThrow(
      errorWith(RangeError, "kFolds: folds", "got 1"),
    );
  });
});

describe("assignParts", () => {
  it("gives the largest group first, each to the part that lacks most", () => {
    // 5 → a; 3 → b, which lacks 5 of 5 and a none; 2 → b
    expect(
      assignParts(
        [
          [0, 1],
          [2, 3, 4, 5, 6],
          [7, 8, 9],
        ],
        () => 0,
        [0.5, 0.5],
      ),
    ).toEqual([1, 0, 1]);
  });

  it("leaves no part without a group", () => {
    // every group has a class of its own, of which the part with the larger share takes it
    const parts = assignParts([[0], [1], [2]], (sample) => sample, [0.9, 0.1]);
    expect([...parts].sort()).toEqual([0, 0, 1]);
  });
});
