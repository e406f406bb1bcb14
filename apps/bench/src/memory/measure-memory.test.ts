import type { Session } from "@reciprocal/training";
import { describe, expect, it, vi } from "vitest";
import { measureMemory } from "./measure-memory.js";

/** Sessions of the engine that were made and not released. */
const open = vi.hoisted(() => new Set<Session>());

vi.mock("@reciprocal/training", async (importOriginal) => {
  const { watchSessions } = await import("../watch-sessions.test-data.js");
  return watchSessions(await importOriginal(), open);
});

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

  it("releases its session when it fails on the way", async () => {
    const failing = measureMemory({
      ...{ network: "8-4-3", method: "dense", early: 1, late: 2 },
      onProgress: () => {
        throw new Error(`${open.size} open`);
      },
    });
    await expect(failing).rejects.toThrow("1 open");
    expect(open.size).toBe(0);
  });
});
