import { describe, expect, it } from "vitest";
import { moonsShape, smallTable, tableNames } from "./small-tables.js";

const histogram = (labels: Iterable<number>) => {
  const counts: number[] = [];
  for (const label of labels) counts[label] = (counts[label] ?? 0) + 1;
  return counts;
};

describe("smallTable", () => {
  it.each([
    // 30 % of 200 and 200; of 50, 50 and 50; of 59, 71 and 48
    ["moons", 2, [140, 140], [60, 60]],
    ["iris", 4, [35, 35, 35], [15, 15, 15]],
    ["wine", 13, [41, 50, 34], [18, 21, 14]],
  ] as const)("holds out the same part of every class of %s", (name, features, trained, held) => {
    const { train, test } = smallTable(name, 3);
    expect([train.features, test.features]).toEqual([features, features]);
    expect(histogram(train.labels)).toEqual(trained);
    expect(histogram(test.labels)).toEqual(held);
  });

  it("standardizes by the training part alone", () => {
    const { train, test } = smallTable("wine", 0);
    const mean = ({ inputs, features, count }: typeof train) =>
      inputs.reduce((sum, value, i) => sum + (i % features === 12 ? value : 0), 0) / count;
    expect(Math.abs(mean(train))).toBeLessThan(1e-6);
    expect(Math.abs(mean(test))).toBeGreaterThan(1e-3);
  });

  it("decides by the seed what is held out, and where the moons are", () => {
    for (const name of tableNames.filter((table) => table !== "xor")) {
      expect(smallTable(name, 1)).toEqual(smallTable(name, 1));
      expect(smallTable(name, 1).test.inputs).not.toEqual(smallTable(name, 2).test.inputs);
    }
  });

  it("draws moons of which a straight line tells 7 of 8 apart", () => {
    const { train } = smallTable("moons", 0);
    expect(train.count).toBe(0.7 * moonsShape.count);
    // the second coordinate is above its mean on the first moon
    const right = train.labels.filter((label, i) => (train.inputs[2 * i + 1]! > 0 ? 0 : 1) === label).length;
    expect(right / train.count).toBeGreaterThan(0.8);
    expect(right / train.count).toBeLessThan(0.92);
  });

  it("has the four points of XOR in both parts", () => {
    const { train, test } = smallTable("xor", 0);
    expect(
      [...train.labels].map((label, i) => [train.inputs[2 * i]! * train.inputs[2 * i + 1]!, label]),
    ).toEqual([
      [1, 0],
      [-1, 1],
      [-1, 1],
      [1, 0],
    ]);
    expect(test).toEqual(train);
  });
});
