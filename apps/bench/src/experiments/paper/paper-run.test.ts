import { describe, expect, it } from "vitest";
import { identify } from "../../lines.js";
import { accuracyRun, describePaperRun, protocols, sparseRun } from "./paper-run.js";
import { paper } from "./paper.js";

const place = { dataset: "mnist", hiddenLayers: 2, width: 50, seed: 1 } as const;

describe("paper runs", () => {
  it("have keys that differ by place, method, settings and version of the code", () => {
    const run = accuracyRun(place, "s-qr", {});
    expect(accuracyRun({ ...place }, "s-qr", {})).toEqual(run);
    expect(run.version).toBe(protocols.accuracy.version);
    const others = [
      accuracyRun({ ...place, seed: 2 }, "s-qr", {}),
      accuracyRun(place, "dense", {}),
      accuracyRun(place, "s-qr", { epochs: 3 }),
      sparseRun(place, "s-qr", 0.5, {}),
      sparseRun(place, "s-qr", 0.7, {}),
      { ...run, version: 2 },
    ];
    expect(new Set(identify(paper, [run, ...others]).map(({ key }) => key)).size).toBe(7);
  });

  it("take the natural number of generated digits, and what is asked for", () => {
    const digits = { ...place, dataset: "digits" } as const;
    expect(accuracyRun(digits, "dense", {}).settings).toMatchObject({
      trainSamples: 10_000,
      testSamples: 2_000,
    });
    expect(accuracyRun(digits, "dense", { trainSamples: 7 }).settings.trainSamples).toBe(7);
    expect(accuracyRun(place, "dense", {}).settings.trainSamples).toBe(null);
  });

  it("are described in a few words", () => {
    expect(describePaperRun(accuracyRun(place, "s-qr", {}))).toBe("mnist s-qr 50-50, seed 1");
    expect(describePaperRun(sparseRun(place, "dense", 0.95, {}))).toBe(
      "mnist dense 50-50, 95 % zero, seed 1",
    );
  });
});
