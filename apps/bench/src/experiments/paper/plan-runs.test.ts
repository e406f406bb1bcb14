import { describe, expect, it } from "vitest";
import { examplePaperLine, runsOf } from "../../example-lines.test-data.js";
import { describePaperRun } from "./paper-run.js";
import { paper, planRuns } from "./paper.js";
import { questions } from "./questions/index.js";
import { expectedSeconds, runCost } from "./run-cost.js";

const all = (names: string) => runsOf(paper, `--experiments ${names}`);
const few = "--datasets mnist --widths 50,200 --seeds 0 --sparsities 50,95,99";
const quick = (names: string) => runsOf(paper, `--experiments ${names} ${few}`);

describe("planRuns", () => {
  it("covers every data set, width, method, sparsity and seed", () => {
    expect(all("one-hidden")).toHaveLength(3 * 5 * 4 * 3);
    expect(all("two-hidden")).toHaveLength(3 * 5 * 4 * 3);
    expect(all("sparse")).toHaveLength(3 * 8 * 2 * 3);
    expect(all("variants")).toHaveLength(3 * 5 * 4 * 3);
  });

  it("does a run that questions share once", () => {
    const shared = all("one-hidden,variants,eigenvalues");
    // beside the first question, the second adds one set of eigenvalues and alternating training, the third none
    expect(shared).toHaveLength(3 * 5 * 6 * 3);
    expect(new Set(shared.map(({ key }) => key)).size).toBe(shared.length);
  });

  it("keeps the eigenvalues of a shared run whichever question comes first", () => {
    const pair = questions.filter(({ name }) => name === "one-hidden" || name === "eigenvalues");
    const choice = {
      ...{ datasets: ["mnist"] as const, widths: [50, 200], seeds: [0], sparsities: [] },
      changes: { epochs: 90, trainSamples: null, testSamples: null },
    };
    for (const chosen of [pair, pair.toReversed()]) {
      const kept = planRuns(chosen, choice).filter((run) => run.keepSpectra);
      expect(kept.map(describePaperRun)).toEqual(["mnist spectral 200, seed 0"]);
    }
  });

  it("begins with the longest", () => {
    const costs = runsOf(paper, few).map(runCost);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
    expect(costs[0]).toBeGreaterThan(costs.at(-1)!);
  });

  it("makes dense networks narrow enough to train as many numbers", () => {
    const narrow = quick("counts").filter(({ method }) => method === "dense");
    // spectral 784–200–10 trains 1194 numbers, s-svd 1404, and s-qr 21,504; a dense node is 794
    expect(narrow.map(({ width }) => width)).toEqual([27, 3, 2, 1]);
  });

  it("gives sparse runs the settings that were published for them", () => {
    const runs = quick("sparse");
    expect(runs.map(({ settings }) => settings.sparsity).toSorted()).toEqual([
      0.5, 0.5, 0.95, 0.95, 0.99, 0.99,
    ]);
    for (const run of runs) {
      expect(run).toMatchObject({ hiddenLayers: 2, width: 500 });
      expect(run.settings).toMatchObject({
        hiddenActivation: "tanh",
        optimizer: "adam",
        bias: run.method === "s-qr",
        validationSplit: 0.3,
        initialValues: "sparse",
        earlyStopping: { patience: 5, minDelta: 0.005 },
        learningRate: 0.005,
      });
    }
  });
});

describe("expectedSeconds", () => {
  const runs = quick("one-hidden");
  const alone = expectedSeconds(runs, [], 1);

  it("shares the work among processes", () => {
    expect(expectedSeconds(runs, [], 2)).toBeCloseTo(alone / 2, 9);
  });

  it("goes by the pace of finished lines", () => {
    const line = examplePaperLine({});
    const slow = { ...line, cpuSeconds: 2 * runCost(line) };
    expect(expectedSeconds(runs, [slow], 1)).toBeCloseTo(2 * alone, 9);
  });
});
