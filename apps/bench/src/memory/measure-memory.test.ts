import { describe, expect, it } from "vitest";
import { measureMemory } from "./measure-memory.js";

describe("measureMemory", () => {
  it("trains as many steps as it says and reports the memory at both looks", async () => {
    const seen: string[] = [];
    const measured = await measureMemory({
      network: "8-4-3",
      method: "spectral",
      early: 10,
      late: 4001,
      onProgress: (text) => seen.push(text),
    });
    const [early, late] = measured.bytes;
    expect(measured).toMatchObject({ network: "8-4-3", method: "spectral", steps: [10, 4001] });
    expect(early).toBeGreaterThan(2 ** 20);
    expect(measured.growth).toBeCloseTo(late / early - 1, 12);
    expect(seen).toEqual([0, 2000, 4000].map((step) => `8-4-3 spectral: step ${step} of 4001`));
  });
});
