import { digits } from "@reciprocal/datasets";
import { documentMarkdown } from "@reciprocal/report";
import { describe, expect, it } from "vitest";
import { runsOf } from "../../example-lines.test-data.js";
import { frontier } from "./frontier.js";
import type { Family, FrontierLine } from "./frontier-line.js";
import { frontierFigures } from "./report.js";
import { summarizeFrontier } from "./summarize.js";
import { trainFrontier } from "./train-frontier.js";

function lineOf(family: Family, own: Partial<FrontierLine>): FrontierLine {
  const [run] = runsOf(frontier, `--families ${family} --seeds ${own.seed ?? 0}`);
  const trials = run!.settings.rateFactors.map((rateFactor) => ({ rateFactor, validationAccuracy: 0.9 }));
  const sizes = { trainedNumbers: 1000, fileBytes: 4000, halfFileBytes: 2000, multiplyAdds: 10_000 };
  const result = { testAccuracy: 0.9, testLoss: 0.3, rateFactor: 3, seconds: 1, engine: "engine 1.0.0" };
  return { ...run!, ...sizes, trials, ...result, ...own };
}

describe("the runs of frontier", () => {
  it("give every family the same search, and every form once before one comes twice", () => {
    const runs = runsOf(frontier, "--seeds 0,1");
    const half = runs.length / 2;
    expect(runs.slice(0, half).every(({ seed }) => seed === 0)).toBe(true);
    expect(new Set(runs.map(({ settings }) => JSON.stringify(settings))).size).toBe(1);
    expect(new Set(runs.slice(0, half).map(({ form, keptNumbers }) => `${form} ${keptNumbers}`)).size).toBe(
      half,
    );
  });
});

describe("the options of frontier", () => {
  it("want an epoch for each half of a training that is cut in two", () => {
    expect(runsOf(frontier, "--epochs 2").length).toBeGreaterThan(0);
    expect(() => runsOf(frontier, "--epochs 1")).toThrow("--epochs must be an integer from 2");
  });
});

describe("summarizeFrontier", () => {
  it("averages over seeds, and marks what nothing beats", () => {
    const rows = summarizeFrontier([
      lineOf("s-qr", { testAccuracy: 0.92 }),
      lineOf("s-qr", { testAccuracy: 0.9, seed: 1, rateFactor: 1 }),
      lineOf("narrow-dense", { trainedNumbers: 1001, testAccuracy: 0.8, fileBytes: 3000 }),
      lineOf("low-rank", { trainedNumbers: 999, testAccuracy: 0.7, fileBytes: 5000 }),
      lineOf("pruned-dense", { trainedNumbers: 2000, testAccuracy: 0.89, fileBytes: 9000 }),
    ]);
    expect(rows.map(({ family, testAccuracy, isFront }) => [family, testAccuracy.mean, isFront])).toEqual([
      ["s-qr", 0.91, { numbers: true, bytes: true }],
      ["narrow-dense", 0.8, { numbers: false, bytes: true }],
      ["low-rank", 0.7, { numbers: true, bytes: false }],
      ["pruned-dense", 0.89, { numbers: false, bytes: false }],
    ]);
    expect(rows[0]!.rateFactors).toEqual([1, 3]);
  });
});

describe("the report of frontier", () => {
  it("says how many trainings there were, and that convolutions are missing", () => {
    const lines = [lineOf("s-qr", {}), lineOf("pruned-dense", { trainedNumbers: 2000 })];
    const blocks = frontier.report(lines, { missing: [] });
    const markdown = documentMarkdown({ title: "", blocks }, "figures");
    expect(markdown).toContain("| S-QR | 20–10 | 1,000 | 4,000 | 2,000 | 10,000 | 1 | 0.9000 | n, b | 3 |");
    expect(markdown).toContain("| pruned dense | 100–10, pruned to 2,000 | 2,000 |");
    expect(markdown).toContain("| trainings of each network and seed | 3 |");
    expect(markdown).toContain("Not here: convolutions.");
    expect(markdown).toMatch(/figures\/mnist-numbers\.svg[^]*figures\/mnist-bytes\.svg/);
  });

  it("counts the runs whose best rate is the largest", () => {
    const lines = [lineOf("s-qr", {}), lineOf("low-rank", { rateFactor: 1 })];
    const markdown = documentMarkdown(
      { title: "", blocks: frontier.report(lines, { missing: [] }) },
      "figures",
    );
    expect(markdown).toContain(
      "In 1 of the 2 runs validation chose the largest rates that were tried (3 times",
    );
  });

  it("puts where S-QR gains most, and least, over as many dense numbers above the figure of numbers alone", () => {
    const point = (family: Family, form: string, trainedNumbers: number, testAccuracy: number, seed = 0) =>
      lineOf(family, { form, trainedNumbers, testAccuracy, seed });
    const qr = [point("s-qr", "a", 2300, 0.94), point("s-qr", "b", 20_000, 0.97)];
    const dense = [
      ...[point("narrow-dense", "c", 2500, 0.8), point("narrow-dense", "c", 2500, 0.82, 1)],
      ...[point("narrow-dense", "d", 21_000, 0.96), point("narrow-dense", "e", 4000, 0.6)],
    ];
    const chartsOf = (lines: readonly FrontierLine[]) =>
      frontierFigures(lines, "mnist").map(({ chart }) => chart);
    expect(chartsOf([...qr, ...dense])).toMatchObject([
      {
        title: "MNIST with about 2,400 trained numbers: S-QR 0.940, narrow dense 0.810",
        subtitle: "With about 21,000: 0.970 and 0.960. 5 epochs, means of 1 to 2 seeds",
      },
      { label: "test accuracy" },
    ]);
    expect(chartsOf([...qr, ...dense])[1]).not.toHaveProperty("title");
    expect(chartsOf(qr)[0]).not.toHaveProperty("title");
  });
});

describe("trainFrontier", () => {
  const data = digits({ train: 600, test: 100 });
  const run = (family: Family, own: object = {}) => {
    const [first] = runsOf(frontier, `--families ${family} --dataset digits --epochs 2 --seeds 0`);
    return { ...first!, ...own };
  };

  it("tries every factor, keeps the best of validation, and counts what trains", async () => {
    const epochs: number[] = [];
    const result = await trainFrontier(run("s-qr"), data, {
      onEpoch: ({ epoch }) => void epochs.push(epoch),
    });
    expect(epochs).toEqual([1, 2, 3, 4, 5, 6]);
    expect(result.trials.map(({ rateFactor }) => rateFactor)).toEqual([1 / 3, 1, 3]);
    const best = Math.max(...result.trials.map(({ validationAccuracy }) => validationAccuracy));
    const chosen = result.trials.find(({ rateFactor }) => rateFactor === result.rateFactor);
    expect(chosen!.validationAccuracy).toBe(best);
    // R of 20 and of 10 rows, λ_in and λ_out, biases
    expect(result.trainedNumbers).toBe(210 + 55 + 784 + 20 + 20 + 10 + 30);
    expect(result.multiplyAdds).toBe(784 * 20 + 20 * 10);
    expect(result.halfFileBytes).toBeLessThan(result.fileBytes);
  });

  it("cuts a network off to what it may keep, which makes its file shorter", async () => {
    const own = { form: "dense:20+dense:10", keptNumbers: 1500 };
    const pruned = await trainFrontier(run("pruned-dense", own), data, { onEpoch() {} });
    expect(pruned.trainedNumbers).toBeGreaterThan(1400);
    expect(pruned.trainedNumbers).toBeLessThanOrEqual(1500);
    expect(pruned.multiplyAdds).toBe(pruned.trainedNumbers - 30);
    expect(pruned.fileBytes).toBeLessThan((4 * 784 * 20) / 3);
  });
});
