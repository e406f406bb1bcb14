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

  it("ignores lines of other experiments and of other code, and takes the last of a run that holds more", () => {
    expect(read(accuracy, { experiment: "speed", seconds: 1 }, line)).toEqual([line]);
    const old = { ...paperLine, key: "old", version: 0, cpu: undefined };
    const more = { ...paperLine, keepSpectra: true, spectra: [] };
    expect(read(paper, line, old, paperLine, more)).toEqual([more]);
  });

  it("refuses a second line of a run that holds no more than the first", () => {
    expect(() => read(accuracy, paperLine, line, { ...line, testAccuracy: 0.1 })).toThrow(
      "x:3: a run must have one line, but line 2 is of the same; delete one of them",
    );
  });

  it.each([
    [accuracy, line, { testAccuracy: null }, /testAccuracy must be a number from 0 to 1, got null/],
    [accuracy, line, { testAccuracy: 8.98 }, /testAccuracy must be a number from 0 to 1, got 8.98/],
    [accuracy, line, { history: [0.5, 1.01] }, /history\[1\] must be a number from 0 to 1, got 1.01/],
    [
      accuracy,
      line,
      { trainedParameters: -1 },
      /trainedParameters must be a whole number of 0 or more, got -1/,
    ],
    [accuracy, line, { biases: 1.5 }, /biases must be a whole number of 0 or more, got 1.5/],
    [accuracy, line, { epochs: 0 }, /epochs must be a whole number of 1 or more, got 0/],
    [accuracy, line, { seconds: -0.1 }, /seconds must be a number of 0 or more, got -0.1/],
    [accuracy, line, { seconds: "3" }, /seconds must be a number of 0 or more, got "3"/],
    [accuracy, line, { testLoss: Infinity }, /testLoss must be a finite number, got Infinity/],
    [accuracy, line, { seed: 2 ** 32 }, /seed must be a whole number from 0 to 2³² − 1, got 4294967296/],
    [
      accuracy,
      line,
      { seed: line.seed + 1 },
      /key must be that of the settings, [0-9a-f]{16}, got [0-9a-f]{16}/,
    ],
    [accuracy, line, { key: "00" }, /key must be 16 hexadecimal digits, got "00"/],
    [accuracy, line, { accuracy: 1 }, /the line must have no other fields, got "accuracy"/],
    [accuracy, line, { finishedAt: "yesterday" }, /finishedAt must be a time such as .*, got "yesterday"/],
    [
      accuracy,
      line,
      { versions: { node: 20 } },
      /versions\["node"\] must be a text that is not empty, got 20/,
    ],
    [
      accuracy,
      line,
      { settings: { ...line.settings, batch: 1 } },
      /settings must have no other fields, got "batch"/,
    ],
    [
      accuracy,
      line,
      { settings: { ...line.settings, bias: 1 } },
      /settings\.bias must be true or false, got 1/,
    ],
    [
      accuracy,
      line,
      { settings: { ...line.settings, trainSamples: 0 } },
      /settings\.trainSamples must be a whole number of 1/,
    ],
    [accuracy, line, { method: "s-lu" }, /method must be one of dense, .*got "s-lu"/],
    [accuracy, line, { method: undefined }, /method.*got undefined/],
    [accuracy, line, { dataset: "svhn" }, /dataset must be one of digits, .*got "svhn"/],
    [accuracy, line, { engine: "" }, /engine must be a text that is not empty, got ""/],
    [accuracy, line, { key: undefined }, /key must be 16 hexadecimal digits, got undefined/],
    [accuracy, line, { settings: null }, /settings must be an object, got null/],
    [accuracy, line, { settings: { epochs: 1 } }, /settings\.trainSamples must be a whole number/],
    [accuracy, line, { settings: { ...line.settings, earlyStopping: 3 } }, /settings\.earlyStopping/],
    [paper, paperLine, { cpuSeconds: null }, /cpuSeconds must be a number of 0 or more, got null/],
    [paper, paperLine, { peakMemory: undefined }, /peakMemory.*got undefined/],
    [paper, paperLine, { cpu: 7 }, /cpu must be a text that is not empty, got 7/],
    [paper, paperLine, { protocol: "other" }, /protocol must be one of accuracy, sparse, alternating/],
    [paper, paperLine, { spectra: [{ lambdaIn: 1 }] }, /spectra\[0\]\.lambdaIn must be an object/],
    [
      adapt,
      { ...runsOf(adapt, "")[0]!, originalAccuracy: 1, points: [], seconds: 1, engine: "engine 1.0.0" },
      { points: [{ task: "rotated", method: "luck" }] },
      /points\[0\]\.method must be one of eigenvalues, .*got "luck"/,
    ],
  ])("refuses a line of $name with %j", (experiment, good, change, message) => {
    const bad = () => read(experiment, { experiment: "speed" }, { ...good, ...change });
    expect(read(experiment, good)).toHaveLength(1);
    expect(bad).toThrow(message);
    expect(bad).toThrow(/^x:2: /);
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
    [{ testLoss: NaN }, "testLoss must be a finite number, got NaN"],
    [{ testAccuracy: -Infinity }, "testAccuracy must be a number from 0 to 1, got -Infinity"],
    [{ history: [0.5, NaN] }, "history[1] must be a number from 0 to 1, got NaN"],
    [{ epochs: undefined }, "epochs must be a whole number of 1 or more, got undefined"],
  ])("refuses a result that a file cannot hold: %j", (change, problem) => {
    expect(() => lineOf(accuracy, run, { ...result, ...change })).toThrow(
      `the result cannot be kept: ${problem}`,
    );
  });
});
