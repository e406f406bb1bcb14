import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readRunLog } from "../runner/run-log.js";
import { experiments } from "./experiments.js";
import { paperOptions } from "./options.js";
import { paperLines } from "./paper-line.js";
import { describePaperRun } from "./paper-run.js";
import { planRuns } from "./plan-runs.js";
import { expectedSeconds, runCost } from "./run-cost.js";
import { examplePaperLine } from "./example-paper-line.test-data.js";

const { choice } = paperOptions({}, "/");
const quick = paperOptions({ quick: true }, "/").choice;
const only = (...names: string[]) => experiments.filter(({ name }) => names.includes(name));

describe("planRuns", () => {
  it("covers every data set, width, method, sparsity and seed", () => {
    expect(planRuns(only("one-hidden"), choice)).toHaveLength(3 * 5 * 4 * 3);
    expect(planRuns(only("two-hidden"), choice)).toHaveLength(3 * 5 * 4 * 3);
    expect(planRuns(only("sparse"), choice)).toHaveLength(3 * 8 * 2 * 3);
    expect(planRuns(only("variants"), choice)).toHaveLength(3 * 5 * 4 * 3);
  });

  it("does a run that experiments share once", () => {
    const shared = planRuns(only("one-hidden", "variants", "eigenvalues"), choice);
    // beside the first experiment, the second adds one set of eigenvalues and alternating training, the third none
    expect(shared).toHaveLength(3 * 5 * 6 * 3);
    expect(new Set(shared.map(({ key }) => key)).size).toBe(shared.length);
  });

  it("keeps the eigenvalues of a shared run whichever experiment comes first", () => {
    for (const names of [only("one-hidden", "eigenvalues"), only("one-hidden", "eigenvalues").reverse()]) {
      const kept = planRuns(names, quick).filter((run) => run.keepSpectra);
      expect(kept.map(describePaperRun)).toEqual(["mnist spectral 200, seed 0"]);
    }
  });

  it("has the keys of the committed lines, so that these are not done again", () => {
    const path = fileURLToPath(new URL("../../results/paper/runs.jsonl", import.meta.url));
    const lines = paperLines(readRunLog(path), path);
    const planned = new Set(planRuns(experiments, choice).map(({ key }) => key));
    expect(lines).not.toEqual([]);
    expect(lines.filter(({ key }) => !planned.has(key)).map(describePaperRun)).toEqual([]);
  });

  it("begins with the longest", () => {
    const costs = planRuns(experiments, quick).map(runCost);
    expect(costs).toEqual(costs.toSorted((a, b) => b - a));
    expect(costs[0]).toBeGreaterThan(costs.at(-1)!);
  });

  it("makes dense networks narrow enough to train as many numbers", () => {
    const narrow = planRuns(only("counts"), quick).filter(({ method }) => method === "dense");
    // spectral 784–200–10 trains 1194 numbers, s-svd 1404, and s-qr 21,504; a dense node is 794
    expect(narrow.map(({ width }) => width)).toEqual([27, 3, 2, 1]);
  });

  it("gives sparse runs the settings that were published for them", () => {
    const runs = planRuns(only("sparse"), quick);
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
  const runs = planRuns(only("one-hidden"), quick);
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
