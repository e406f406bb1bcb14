import { documentMarkdown } from "@reciprocal/report";
import { adam } from "@reciprocal/training";
import { describe, expect, it } from "vitest";
import { runsOf } from "../../example-lines.test-data.js";
import { smallTable } from "../../small-tables.js";
import { defaults } from "./defaults.js";
import type { DefaultsLine, DefaultsRun } from "./defaults-line.js";
import { defaultsClaims, summarizeDefaults } from "./summarize.js";
import { trainByDefaults } from "./train-by-defaults.js";

describe("the runs of defaults", () => {
  it("are of data that is there, unless MNIST is asked for", () => {
    const count = (args: string, name: string) =>
      runsOf(defaults, args).filter(({ dataset }) => dataset === name).length;
    expect(runsOf(defaults, "")).toHaveLength(5 * 4 * (1 + 2 + 2 + 2));
    expect(count("", "xor")).toBe(5 * 4);
    expect(count("", "mnist")).toBe(0);
    expect(count("--datasets iris,mnist --seeds 0,1", "mnist")).toBe(2);
  });

  it("of MNIST come first, with eigenvalues alone and the epochs asked for", () => {
    const runs = runsOf(defaults, "--datasets moons,mnist --seeds 0 --epochs 10,15");
    expect(
      runs
        .slice(0, 2)
        .map(({ dataset, method, width, settings }) => [dataset, method, width, settings.epochs]),
    ).toEqual([
      ["mnist", "spectral", 500, 10],
      ["mnist", "spectral", 500, 15],
    ]);
    expect(runs).toHaveLength(2 + 2 * 2 * 4);
  });

  it("are other runs where the defaults are others", () => {
    const [run] = runsOf(defaults, "");
    expect(run!.settings.defaultOptimizer).toEqual(adam());
  });
});

function line(
  dataset: DefaultsRun["dataset"],
  method: DefaultsRun["method"],
  testAccuracy: number,
  own = {},
): DefaultsLine {
  const [run] = runsOf(defaults, "--datasets iris --widths 32 --methods dense --seeds 0");
  const result = { trainedParameters: 1234, testAccuracy, testLoss: 1, seconds: 1, engine: "engine 1.0.0" };
  return { ...run!, dataset, method, ...result, ...own };
}

const heldOf = (lines: readonly DefaultsLine[]) =>
  defaultsClaims(lines).flatMap(({ about, comparisons }) => comparisons.map(({ holds }) => [about, holds]));

describe("what defaults claims", () => {
  it("is that means are at most 0.03 below dense, at 32 nodes", () => {
    const dense = [line("wine", "dense", 0.92), line("wine", "dense", 0.98)]; // 0.95
    expect(heldOf([...dense, line("wine", "s-qr", 0.921)])).toEqual([["tables", true]]);
    expect(heldOf([...dense, line("wine", "spectral", 0.919)])).toEqual([["tables", false]]);
    expect(heldOf([...dense, line("wine", "spectral", 0.5, { width: 8 })])).toEqual([]);
    expect(heldOf([line("wine", "spectral", 0.5)])).toEqual([]); // nothing to compare with
  });

  it("is that XOR is right with every seed, and MNIST in the mean", () => {
    const xor = [line("xor", "s-svd", 1, { width: 8 }), line("xor", "s-svd", 0.75, { width: 8 })];
    expect(heldOf(xor.slice(0, 1))).toEqual([["xor", true]]);
    expect(heldOf(xor)).toEqual([["xor", false]]);
    expect(heldOf([line("mnist", "spectral", 0.928), line("mnist", "spectral", 0.933)])).toEqual([
      ["mnist", true],
    ]);
    expect(heldOf([line("mnist", "spectral", 0.9299)])).toEqual([["mnist", false]]);
  });
});

describe("the report of defaults", () => {
  it("shows mean, worst and distance to dense, and says what does not hold", () => {
    const lines = [line("iris", "spectral", 0.9), line("iris", "spectral", 0.8), line("iris", "dense", 0.95)];
    expect(summarizeDefaults(lines).map(({ method }) => method)).toEqual(["dense", "spectral"]);
    const markdown = documentMarkdown(
      { title: "", blocks: defaults.report(lines, { missing: [] }) },
      "figures",
    );
    expect(markdown).toContain("| iris | 32 | 60 | dense | 1 | 0.9500 | 0.9500 | – | 1,234 |");
    expect(markdown).toContain(
      "| iris | 32 | 60 | spectral | 2 | 0.8500 ± 0.0707 | 0.8000 | −0.1000 | 1,234 |",
    );
    expect(markdown).toMatch(/- Does not hold: At 32 hidden nodes .* iris, spectral, 60 epochs: −0\.1000/);
    expect(markdown).toMatch(/\| learning rate \| eigenvalues \d/);
  });

  it("averages no runs with other epochs", () => {
    const settings = { ...line("iris", "dense", 1).settings, epochs: 7 };
    const rows = summarizeDefaults([line("iris", "dense", 0.9), line("iris", "dense", 0.5, { settings })]);
    expect(rows.map(({ epochs, testAccuracy }) => [epochs, testAccuracy.mean])).toEqual([
      [7, 0.5],
      [60, 0.9],
    ]);
  });
});

describe("trainByDefaults", () => {
  it("learns a table, and counts what trains", async () => {
    const [run] = runsOf(defaults, "--datasets iris --widths 8 --methods spectral --seeds 2");
    const epochs: number[] = [];
    const onEpoch = ({ epoch }: { readonly epoch: number }) => void epochs.push(epoch);
    const result = await trainByDefaults(run!, smallTable("iris", 2), { onEpoch });
    // λ_in and λ_out of 4 + 8 and of 8 + 3 nodes, and 8 + 3 biases
    expect(result.trainedParameters).toBe(12 + 11 + 11);
    expect(epochs).toHaveLength(60);
    expect(result.testAccuracy).toBeGreaterThan(0.8); // a third by guessing
  });
});
