import { describe, expect, it } from "vitest";
import { accuracyTable, csvTable, speedTable } from "./result-tables.js";

const run = (method: string, width: number, testAccuracy: number): string =>
  JSON.stringify({ method, width, testAccuracy, trainedParameters: 1, denseParameters: 8 });

describe("accuracyTable", () => {
  it("gives mean and sample deviation per width and method", () => {
    // (0.5 + 0.7) / 2 = 0.6; √((0.1² + 0.1²) / 1) = 0.1414…
    const lines = [
      run("dense", 200, 0.9),
      run("dense", 50, 0.5),
      run("dense", 50, 0.7),
      run("s-qr", 50, 0.25),
    ];
    expect(accuracyTable(`${lines.join("\n")}\n`).split("\n")).toEqual([
      "| width | dense | s-qr |",
      "| --- | --- | --- |",
      "| 50 | 0.6000 ± 0.1414 (12.5 %) | 0.2500 (12.5 %) |",
      "| 200 | 0.9000 (12.5 %) | – |",
      "",
    ]);
  });
});

describe("speedTable", () => {
  it("has a row per method and engine and a column per network", () => {
    const measurement = { engine: "here", method: "dense", network: "7-2", secondsPer100Steps: 0.126 };
    const other = { ...measurement, engine: "there", network: "8-2" };
    expect(speedTable(JSON.stringify({ measurements: [measurement, other] })).split("\n")).toEqual([
      "| seconds per 100 steps | 7–2 | 8–2 |",
      "| --- | --- | --- |",
      "| dense, here | 0.13 | – |",
      "| dense, there | – | 0.13 |",
      "",
    ]);
  });
});

describe("csvTable", () => {
  it("keeps text and whole numbers, and four digits of fractions", () => {
    expect(csvTable('a,"b,c"\r\nx|y,1234567\r\n0.123456,1.5e-7\r\n')).toBe(
      "| a | b,c |\n| --- | --- |\n| x\\|y | 1234567 |\n| 0.1235 | 1.5e-7 |\n",
    );
  });
});
