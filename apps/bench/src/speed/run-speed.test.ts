import type { Session } from "@reciprocal/training";
import { describe, expect, it, vi } from "vitest";
import { runSpeed } from "./run-speed.js";

/** Sessions of the engine that were made and not released. */
const open = vi.hoisted(() => new Set<Session>());

vi.mock("@reciprocal/training", async (importOriginal) => {
  const { watchSessions } = await import("../watch-sessions.test-data.js");
  return watchSessions(await importOriginal(), open);
});

describe("runSpeed", () => {
  it("measures every engine on every network, after their losses agreed", async () => {
    const report = await runSpeed({
      networks: ["12-8-3", "9-3"],
      maskedNetworks: ["9-5-3"],
      ...{ repeats: 2, steps: 3, rows: 200, batchSize: 20, peakShapes: [[32, 32, 32]] },
    });
    const subjects = report.measurements.map(
      ({ engine, method, network }) => `${network} ${method} ${engine}`,
    );
    expect(subjects).toMatchInlineSnapshot(`
      [
        "12-8-3 dense reciprocal (onnxruntime-node)",
        "12-8-3 spectral reciprocal (onnxruntime-node)",
        "12-8-3 dense tfjs-wasm stock fit",
        "12-8-3 dense tfjs-wasm fast kernels stock fit",
        "12-8-3 dense tfjs-wasm explicit transposes fit",
        "12-8-3 dense tfjs-wasm stock loop",
        "12-8-3 dense tfjs-wasm explicit transposes loop",
        "12-8-3 spectral tfjs-wasm SpectralDense loop",
        "9-3 dense reciprocal (onnxruntime-node)",
        "9-3 spectral reciprocal (onnxruntime-node)",
        "9-3 dense tfjs-wasm stock fit",
        "9-3 dense tfjs-wasm fast kernels stock fit",
        "9-3 dense tfjs-wasm explicit transposes fit",
        "9-3 dense tfjs-wasm stock loop",
        "9-3 dense tfjs-wasm explicit transposes loop",
        "9-3 spectral tfjs-wasm SpectralDense loop",
      ]
    `);
    for (const measurement of report.measurements) {
      expect(measurement.repeatsSecondsPer100Steps).toHaveLength(2);
      expect(measurement.secondsPer100Steps).toBeGreaterThan(0);
      expect(measurement.shareOfPeak).toBe(measurement.gflops / report.matmulPeakGflops);
      expect(measurement.firstLosses).toHaveLength(5);
    }
    // rate and time describe the same 100 steps: 2 products of 12×8 and 3 of 8×3, each 2·20·n·m
    const [first] = report.measurements;
    expect(first!.gflops * first!.secondsPer100Steps).toBeCloseTo((100 * 40 * (2 * 96 + 3 * 24)) / 1e9, 12);
    expect(report.ratios.map(({ network }) => network)).toEqual(["12-8-3", "9-3"]);
    expect(report.masked.map(({ network, method }) => `${network} ${method}`)).toEqual([
      "9-5-3 dense",
      "9-5-3 s-qr",
    ]);
    expect([report.pytorch, report.sparse]).toEqual([null, null]);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
  });

  it("releases its sessions when it fails on the way", async () => {
    const failing = runSpeed({
      networks: ["9-3"],
      ...{ repeats: 1, steps: 1, rows: 200, batchSize: 20, peakShapes: [[32, 32, 32]] },
      onProgress: (text) => {
        if (text === "9-3: warm") throw new Error(`${open.size} open`);
      },
    });
    // the product, and training in direct and in reciprocal space
    await expect(failing).rejects.toThrow("3 open");
    expect(open.size).toBe(0);
  });
});
