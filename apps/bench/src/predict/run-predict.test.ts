import type { Session } from "@reciprocal/training";
import { describe, expect, it, vi } from "vitest";
import { checkOutputs } from "./check-outputs.js";
import { formatPredict } from "./format-predict.js";
import { holdLoad } from "./hold-load.js";
import { longestPause } from "./longest-pause.js";
import { runPredict } from "./run-predict.js";

/** Sessions of the engine that were made and not released. */
const open = vi.hoisted(() => new Set<Session>());

vi.mock("@reciprocal/training", async (importOriginal) => {
  const { watchSessions } = await import("../watch-sessions.test-data.js");
  return watchSessions(await importOriginal(), open);
});

const small = { networks: ["9-5-3"], repeats: 2, calls: 3, samples: 20, concurrent: 10 };

describe("runPredict", () => {
  it("measures every way on every network: times, pauses, and servers", async () => {
    const report = await runPredict({ ...small, load: 1 });
    const ways = ["onnxruntime-node session", "createPredictor", "predict", "createPlainPredictor"];
    expect(report.measurements.map(({ method, samples, subject }) => [method, samples, subject])).toEqual(
      ["dense", "spectral"].flatMap((method) =>
        [1, 20].flatMap((samples) => ways.map((way) => [method, samples, way])),
      ),
    );
    for (const { microseconds, fastestMicroseconds, toSession } of report.measurements) {
      expect(microseconds).toBeGreaterThanOrEqual(fastestMicroseconds);
      expect(toSession).toBeGreaterThan(0);
    }
    expect(report.measurements[0]!.toSession).toBe(1);
    expect(report.pauses.map(({ subject, calls }) => [subject, calls])).toEqual(
      ["dense", "spectral"].flatMap(() => ways.slice(0, 3).map((way) => [way, 10])),
    );
    expect(report.loads.map(({ method, subject }) => [method, subject])).toEqual(
      ways.map((way) => ["spectral", way]),
    );
    for (const { requestsPerSecond } of report.loads) expect(requestsPerSecond).toBeGreaterThan(1);
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    for (const way of ways) expect(formatPredict(report)).toContain(way);
  });

  it("loads no server if told so, and keeps no more sessions than predict does", async () => {
    open.clear();
    const report = await runPredict({ ...small, load: 0 });
    expect(report.loads).toEqual([]);
    expect(formatPredict(report)).not.toContain("node:http");
    // one for each of the two networks
    expect(open.size).toBeLessThanOrEqual(2);
  });
});

describe("checkOutputs", () => {
  const subject = (name: string, ...outputs: number[]) => ({
    name,
    predict: () => Float32Array.from(outputs),
    release: () => Promise.resolve(),
  });

  it.each([
    ["another number", [1, 2.001]],
    ["NaN", [1, NaN]],
    ["too few", [1]],
  ])("refuses %s", async (_, outputs) => {
    const checked = checkOutputs(
      [subject("first", 1, 2), subject("second", ...outputs)],
      new Float32Array(1),
    );
    await expect(checked).rejects.toThrow(/output 1 of first is 2, that of second is/);
  });
});

describe("longestPause", () => {
  it("is the time in which nothing else had its turn", async () => {
    const busy = (milliseconds: number) => {
      const start = performance.now();
      while (performance.now() - start < milliseconds);
    };
    const pause = await longestPause(async () => {
      await new Promise(setImmediate);
      busy(60);
    });
    expect(pause).toBeGreaterThanOrEqual(60);
  });
});

describe("holdLoad", () => {
  it("fails if answers do", async () => {
    const load = { body: "abc", connections: 1, seconds: 1 };
    const fails = () => Promise.reject(new Error("no"));
    await expect(holdLoad(fails, load)).rejects.toThrow(/holdLoad: .* requests failed/);
  });
});
