import { describe, expect, it } from "vitest";
import { gatherOneHot, gatherRows, makeSpeedData } from "./speed-data.js";

const data = makeSpeedData(3, { rows: 25, classes: 4, batchSize: 10 });

describe("makeSpeedData", () => {
  it("is the same for the same seed and another for another", () => {
    expect(makeSpeedData(3, { rows: 25, classes: 4, batchSize: 10 })).toEqual(data);
    expect(makeSpeedData(3, { rows: 25, classes: 4, batchSize: 10, seed: 1 }).inputs).not.toEqual(
      data.inputs,
    );
  });

  it("cuts full batches in which no row comes twice", () => {
    expect(data.batches.map((batch) => batch.length)).toEqual([10, 10]);
    expect(new Set(data.batches.flatMap((batch) => [...batch])).size).toBe(20);
  });

  it("uses every class", () => {
    expect(new Set(data.labels)).toEqual(new Set([0, 1, 2, 3]));
  });
});

describe("gatherRows and gatherOneHot", () => {
  it("copy the rows asked for, in their order", () => {
    const rows = Int32Array.of(7, 2);
    expect([...gatherRows(data, rows)]).toEqual([
      ...data.inputs.subarray(21, 24),
      ...data.inputs.subarray(6, 9),
    ]);
    const oneHot = gatherOneHot(data, rows);
    expect([oneHot.indexOf(1), oneHot.lastIndexOf(1) - 4]).toEqual([data.labels[7], data.labels[2]]);
    expect(oneHot.reduce((sum, value) => sum + value)).toBe(2);
  });
});
