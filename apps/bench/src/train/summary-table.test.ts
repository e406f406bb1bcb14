import { describe, expect, it } from "vitest";
import { exampleLine } from "../example-lines.test-data.js";
import { summaryTable, tableCells } from "./summary-table.js";

const lines = [
  exampleLine({ testAccuracy: 0.8, trainedParameters: 400 }),
  exampleLine({ testAccuracy: 0.9, seed: 1, trainedParameters: 400 }),
  exampleLine({ testAccuracy: 0.68, method: "spectral" }),
  exampleLine({ testAccuracy: 0.5, method: "spectral", width: 20 }),
];

describe("summaryTable", () => {
  it("averages over seeds and relates to the dense mean of the same width", () => {
    const [dense, spectral, alone] = summaryTable(lines);
    // dense mean 0.85, deviations ∓0.05: √(2 · 0.0025 / 1) = 0.0707
    expect(dense).toMatchObject({ method: "dense", width: 50, runs: 2, rho: 1 });
    expect(dense!.testAccuracy.mean).toBeCloseTo(0.85, 12);
    expect(dense!.testAccuracy.deviation).toBeCloseTo(Math.SQRT1_2 / 10, 12);
    expect(dense!.epochs.mean).toBe(10.5);
    // 0.68 / 0.85 = 0.8, and 100 of 400 numbers
    expect(spectral!.relativeAccuracy!.mean).toBeCloseTo(0.8, 12);
    expect(spectral).toMatchObject({ trainedParameters: 100, rho: 0.25 });
    expect(alone!.relativeAccuracy).toBeNull();
  });
});

describe("tableCells", () => {
  it("leaves ± out for a single run, and a dash if there is no dense run of that width", () => {
    expect(summaryTable(lines).map((row) => tableCells(row).join("  "))).toEqual([
      "dense  50  2  0.8500 ± 0.0707  1.000 ± 0.083  400  1.00  10.5  2.0",
      "spectral  50  1  0.6800  0.800  100  0.250  10.0  2.0",
      "spectral  20  1  0.5000  –  100  0.250  10.0  2.0",
    ]);
  });
});
