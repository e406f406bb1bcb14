import { describe, expect, it } from "vitest";
import type { Experiment } from "./experiment.js";
import { exampleLine, examplePaperLine, runsOf } from "./example-lines.test-data.js";
import { experimentNames, loadExperiment } from "./experiments/index.js";
import { accuracy } from "./experiments/accuracy.js";
import { adapt } from "./experiments/adapt/adapt.js";
import { paper } from "./experiments/paper/paper.js";
import { experimentLines, identify, lineOf } from "./lines.js";

const read = (experiment: unknown, ...lines: object[]) =>
  experimentLines(experiment as Experiment, lines as Record<string, unknown>[], "x");

describe("identify", () => {
  it.each(experimentNames)(
    "gives different runs of %s different keys, and the same run the same one",
    async (name) => {
      const experiment = await loadExperiment(name);
      const runs = runsOf(experiment, "");
      expect(new Set(runs.map(({ key }) => key)).size).toBe(runs.length);
      const [{ key, experiment: named, ...first }] = runs as [(typeof runs)[number]];
      expect(named).toBe(name);
      const turned = Object.fromEntries(Object.entries(first).reverse()) as typeof first;
      expect(identify(experiment, [turned])[0]!.key).toBe(key);
      expect(
        identify(experiment, [{ ...first, settings: { ...first.settings, trainSamples: 7 } }])[0]!.key,
      ).not.toBe(key);
    },
  );

  it("leaves out what changes no result", () => {
    const { key, experiment, ...setting } = examplePaperLine({ method: "spectral" });
    void experiment;
    const { protocol, version, dataset, method, hiddenLayers, width, seed, settings } = setting;
    const run = { protocol, version, dataset, method, hiddenLayers, width, seed, settings };
    expect(identify(paper, [{ ...run, keepSpectra: true }])[0]!.key).toBe(key);
  });
});

describe("experimentLines", () => {
  const line = exampleLine({});
  const paperLine = examplePaperLine({});

  it("ignores lines of other experiments and of other code, and takes the last of a key", () => {
    const more = { ...line, testAccuracy: 0.1 };
    expect(read(accuracy, { experiment: "speed", seconds: 1 }, line, more)).toEqual([more]);
    const old = { ...paperLine, key: "old", version: 0, cpu: undefined };
    expect(read(paper, line, old, paperLine, { ...paperLine, spectra: [] })).toEqual([
      { ...paperLine, spectra: [] },
    ]);
  });

  it.each([
    [accuracy, line, { testAccuracy: null }, /testAccuracy must be a number, got null/],
    [accuracy, line, { seconds: "3" }, /seconds must be a number, got "3"/],
    [accuracy, line, { method: "s-lu" }, /method must be one of dense, .*got "s-lu"/],
    [accuracy, line, { method: undefined }, /method.*got undefined/],
    [accuracy, line, { dataset: "svhn" }, /dataset must be one of digits, .*got "svhn"/],
    [accuracy, line, { engine: 1 }, /engine must be a text, got 1/],
    [accuracy, line, { key: undefined }, /key must be a text, got undefined/],
    [accuracy, line, { settings: null }, /settings must be an object, got null/],
    [accuracy, line, { settings: { epochs: 1 } }, /settings\.batchSize must be a number/],
    [accuracy, line, { settings: { ...line.settings, earlyStopping: 3 } }, /settings\.earlyStopping/],
    [paper, paperLine, { cpuSeconds: null }, /cpuSeconds must be a number, got null/],
    [paper, paperLine, { peakMemory: undefined }, /peakMemory.*got undefined/],
    [paper, paperLine, { cpu: 7 }, /cpu must be a text, got 7/],
    [paper, paperLine, { protocol: "other" }, /protocol must be one of accuracy, sparse, alternating/],
    [paper, paperLine, { spectra: [{ lambdaIn: 1 }] }, /spectra\[0\]\.lambdaIn must be an object/],
    [
      adapt,
      { ...line, experiment: "adapt", originalAccuracy: 1, points: [] },
      { points: [{ task: "rotated", method: "luck" }] },
      /points\[0\]\.method must be one of eigenvalues, .*got "luck"/,
    ],
  ])("refuses a line of $name with %j", (experiment, good, change, message) => {
    const bad = () => read(experiment, good, { ...good, ...change });
    expect(read(experiment, good)).toHaveLength(1);
    expect(bad).toThrow(message);
    expect(bad).toThrow(/^x: line 2: /);
  });
});

describe("lineOf", () => {
  const { key, experiment, dataset, method, hiddenLayers, width, seed, settings, ...result } = exampleLine(
    {},
  );
  const run = { key, experiment, dataset, method, hiddenLayers, width, seed, settings };

  it("is the run with its result, run first", () => {
    const line = lineOf(accuracy, run, result);
    expect(Object.keys(line)).toEqual([...Object.keys(run), ...Object.keys(result)]);
    expect(read(accuracy, line)).toEqual([line]);
  });

  it.each([
    [{ testLoss: NaN }, "testLoss must be a number, got NaN"],
    [{ testAccuracy: -Infinity }, "testAccuracy must be a number, got -Infinity"],
    [{ history: [0.5, NaN] }, "history[1] must be a number, got NaN"],
    [{ epochs: undefined }, "epochs must be a number, got undefined"],
  ])("refuses a result that a file cannot hold: %j", (change, problem) => {
    expect(() => lineOf(accuracy, run, { ...result, ...change })).toThrow(
      `the result cannot be kept: ${problem}`,
    );
  });
});
