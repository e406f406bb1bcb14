import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { randomPermutation } from "./random-permutation.js";

describe("randomPermutation", () => {
  it("keeps its values", () => {
    expect([...randomPermutation(3, { seed: 7 })]).toEqual([1, 0, 2]);
    const digest = createHash("sha256")
      .update(randomPermutation(100_000, { seed: 7 }))
      .digest("hex");
    expect(digest).toBe("e93df410c29cfd63eab40eefce208c95a0fa7096827094ddb5211beabf58bf66");
  });

  it("holds every index once", () => {
    expect([...randomPermutation(1000, { seed: 2 }).sort()]).toEqual([...Array(1000).keys()]);
    expect([...randomPermutation(1, { seed: 2 })]).toEqual([0]);
  });

  it("gives every order of three equally often", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 6000; seed++) {
      const order = randomPermutation(3, { seed }).join("");
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(5 * Math.sqrt(1000));
  });

  it.each([0, -1, 1.5, NaN])("refuses the length %d", (length) => {
    expect(() => randomPermutation(length, { seed: 1 })).toThrow(
      new RegExp(`^randomPermutation: length.*got ${length}$`),
    );
  });
});
