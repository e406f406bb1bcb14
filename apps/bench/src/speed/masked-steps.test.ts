import { loadEngine, type Session } from "@reciprocal/training";
import { describe, expect, it, vi } from "vitest";
import { measureMaskedSteps } from "./masked-steps.js";

/** Sessions of the engine that were made and not released. */
const open = vi.hoisted(() => new Set<Session>());

vi.mock("@reciprocal/training", async (importOriginal) => {
  const { watchSessions } = await import("../watch-sessions.test-data.js");
  return watchSessions(await importOriginal(), open);
});

const settings = { repeats: 2, steps: 2, rows: 100, batchSize: 20, seed: 0 };

describe("measureMaskedSteps", () => {
  it("times dense and S-QR with masks and without, and gives their ratio", async () => {
    const engine = await loadEngine();
    const measured = await measureMaskedSteps("9-5-5-3", { ...settings, engine, onProgress: () => {} });
    expect(measured.map(({ network, method, sparsity }) => [network, method, sparsity])).toEqual([
      ["9-5-5-3", "dense", 0.9],
      ["9-5-5-3", "s-qr", 0.9],
    ]);
    for (const { secondsPer100Steps, secondsPer100StepsWithoutMask, maskedToPlain } of measured) {
      expect(secondsPer100StepsWithoutMask).toBeGreaterThan(0);
      expect(maskedToPlain).toBe(secondsPer100Steps / secondsPer100StepsWithoutMask);
    }
    expect(open.size).toBe(0);
  });
});
