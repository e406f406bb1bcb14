import { describe, expect, it } from "vitest";
import { peakMemory, resetPeakMemory } from "./peak-memory.js";

describe("peakMemory", () => {
  it("sees memory that was held meanwhile", () => {
    resetPeakMemory();
    const before = peakMemory();
    const held = new Uint8Array(100e6).fill(1);
    expect(peakMemory() - before).toBeGreaterThan(80e6);
    expect(held[0]).toBe(1);
    expect(peakMemory()).toBeGreaterThanOrEqual(0.9 * process.memoryUsage.rss());
  });
});
