import { describe, expect, it } from "vitest";
import { deriveSeed } from "./seed.js";
import { epochOrder } from "./epoch-order.js";
import { randomPermutation } from "./random-permutation.js";

describe("epochOrder", () => {
  it("has another order for every epoch and every seed, the same at every call", () => {
    const order = epochOrder(30, { seed: 1, epoch: 2 });
    expect(Array.from(order).sort((a, b) => a - b)).toEqual(Array.from({ length: 30 }, (_, i) => i));
    expect(epochOrder(30, { seed: 1, epoch: 2 })).toEqual(order);
    expect(epochOrder(30, { seed: 1, epoch: 3 })).not.toEqual(order);
    expect(epochOrder(30, { seed: 2, epoch: 2 })).not.toEqual(order);
  });

  it("is the permutation by which committed trainings took their samples", () => {
    expect(epochOrder(9, { seed: 7, epoch: 3 })).toEqual(
      randomPermutation(9, { seed: deriveSeed(7, "shuffle", 3) }),
    );
    expect(Array.from(epochOrder(9, { epoch: 1 }))).toEqual([2, 7, 8, 4, 3, 1, 6, 5, 0]);
  });

  it("is that of the samples if they are not to be shuffled", () => {
    expect(epochOrder(4, { epoch: 3, shuffle: false })).toEqual(Uint32Array.of(0, 1, 2, 3));
  });

  it.each([0, 1.5, NaN])("refuses an epoch of %s", (epoch) => {
    expect(() => epochOrder(4, { epoch })).toThrow(RangeError);
    expect(() => epochOrder(4, { epoch })).toThrow(/epochOrder: epoch.*got/);
  });

  it.each([0, -1, 1.5, NaN])("refuses a count of %s, shuffled or not", (count) => {
    for (const shuffle of [true, false]) {
      expect(() => epochOrder(count, { epoch: 1, shuffle })).toThrow(RangeError);
      expect(() => epochOrder(count, { epoch: 1, shuffle })).toThrow(/epochOrder: count.*got/);
    }
  });
});
