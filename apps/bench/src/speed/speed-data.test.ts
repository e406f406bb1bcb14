import { describe, expect, it } from "vitest";
import { makeSpeedData } from "./speed-data.js";

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
