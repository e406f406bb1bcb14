import { describe, expect, it } from "vitest";
import { describeTrainingRun } from "../train/training-run.js";
import { accuracyRuns } from "./run-list.js";

const options = {
  dataset: "mnist",
  hiddenLayers: 1,
  widths: [50, 200],
  methods: ["dense", "s-qr"],
  seeds: [0, 1],
} as const;

describe("accuracyRuns", () => {
  it("lists every combination once, the widest first", () => {
    expect(accuracyRuns(options).map(describeTrainingRun)).toEqual([
      "dense 200, seed 0",
      "s-qr 200, seed 0",
      "dense 200, seed 1",
      "s-qr 200, seed 1",
      "dense 50, seed 0",
      "s-qr 50, seed 0",
      "dense 50, seed 1",
      "s-qr 50, seed 1",
    ]);
  });

  it("gives each run the published learning rate of its method and data set", () => {
    const rates = (dataset: "mnist" | "fashion-mnist" | "cifar10") =>
      accuracyRuns({
        ...options,
        dataset,
        methods: ["dense", "spectral", "s-svd", "s-qr"],
        widths: [5],
        seeds: [0],
      }).map((run) => run.settings.learningRate);
    expect(rates("mnist")).toEqual([0.015, 0.015, 0.015, 0.005]);
    expect(rates("fashion-mnist")).toEqual([0.001, 0.015, 0.015, 0.001]);
    expect(rates("cifar10")).toEqual([0.002, 0.015, 0.015, 0.003]);
  });

  it("keeps the published settings but for what is changed", () => {
    const [run] = accuracyRuns({ ...options, changes: { epochs: 3 } });
    expect(run?.settings).toEqual({
      trainSamples: null,
      testSamples: null,
      epochs: 3,
      batchSize: 200,
      validationSplit: 0.2,
      earlyStopping: { monitor: "validationAccuracy", minDelta: 0.005, patience: 8, restoreBest: false },
      loss: "cross-entropy",
      hiddenActivation: "relu",
      outputActivation: "softmax",
      initialValues: "published",
      bias: true,
      optimizer: "adamax",
      learningRate: 0.015,
    });
  });

  it("gives different runs different keys, and the same run the same key in any list", () => {
    const runs = [
      ...accuracyRuns(options),
      ...accuracyRuns({ ...options, hiddenLayers: 2 }),
      ...accuracyRuns({ ...options, dataset: "fashion-mnist" }),
      ...accuracyRuns({ ...options, changes: { epochs: 3 } }),
    ];
    expect(new Set(runs.map((run) => run.key)).size).toBe(32);
    const [alone] = accuracyRuns({ ...options, widths: [50], methods: ["s-qr"], seeds: [1] });
    expect(accuracyRuns(options).map((run) => run.key)).toContain(alone?.key);
  });
});

describe("describeRun", () => {
  it("names every hidden layer", () => {
    expect(describeTrainingRun(accuracyRuns({ ...options, hiddenLayers: 2 })[0]!)).toBe(
      "dense 200-200, seed 0",
    );
  });
});
