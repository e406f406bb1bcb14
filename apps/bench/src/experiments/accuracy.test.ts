import { documentMarkdown, documentTables } from "@reciprocal/report";
import { describe, expect, it } from "vitest";
import { exampleLine, runsOf } from "../example-lines.test-data.js";
import { differencesFromPublication } from "../train/differences.js";
import { describeTrainingRun } from "../train/training-run.js";
import { accuracy } from "./accuracy.js";

describe("the runs of accuracy", () => {
  it("are every combination once, the widest first", () => {
    const runs = runsOf(
      accuracy,
      "--dataset mnist --widths 50,200 --methods dense,s-qr --seeds 0,1 --hidden 2",
    );
    expect(runs.map(describeTrainingRun)).toEqual([
      "dense 200-200, seed 0",
      "s-qr 200-200, seed 0",
      "dense 200-200, seed 1",
      "s-qr 200-200, seed 1",
      "dense 50-50, seed 0",
      "s-qr 50-50, seed 0",
      "dense 50-50, seed 1",
      "s-qr 50-50, seed 1",
    ]);
  });

  it("compare the four published methods on digits by default", () => {
    const runs = runsOf(accuracy, "");
    expect(runs).toHaveLength(2 * 4 * 3);
    expect(runs[0]).toMatchObject({
      dataset: "digits",
      settings: { epochs: 90, trainSamples: 10_000, testSamples: 2_000 },
    });
  });

  it.each([
    ["mnist", [0.015, 0.015, 0.015, 0.005]],
    ["fashion-mnist", [0.001, 0.015, 0.015, 0.001]],
    ["cifar10", [0.002, 0.015, 0.015, 0.003]],
  ])("have the published learning rates of %s", (dataset, rates) => {
    const runs = runsOf(accuracy, `--dataset ${dataset} --widths 5 --seeds 0`);
    expect(runs.map(({ settings }) => settings.learningRate)).toEqual(rates);
  });

  it("keep the published settings but for what is changed", () => {
    const [run] = runsOf(accuracy, "--dataset mnist --epochs 3 --train-samples 500");
    expect(run!.settings).toEqual({
      trainSamples: 500,
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

  it("are told apart by their engine, but the default is the same as none", () => {
    const [plain, asked, tfjs] = ["", "--engine onnxruntime", "--engine tfjs"].map(
      (args) => runsOf(accuracy, args)[0]!,
    );
    expect(asked).toEqual(plain);
    expect(plain!.settings).not.toHaveProperty("engine");
    expect(tfjs!.settings).toEqual({ ...plain!.settings, engine: "tfjs" });
    expect(tfjs!.key).not.toBe(plain!.key);
  });
});

describe("the report of accuracy", () => {
  const reportOf = (...lines: ReturnType<typeof exampleLine>[]) => ({
    title: accuracy.title(lines),
    blocks: accuracy.report(lines, { missing: ["dense 5, seed 1: no luck"] }),
  });
  const lines = [
    exampleLine({ method: "s-qr", testAccuracy: 0.88 }),
    exampleLine({ trainedParameters: 400 }),
    exampleLine({ method: "spectral", testAccuracy: 0.81 }),
  ];

  it("holds figures, results, settings, differences, and what is missing", () => {
    const markdown = documentMarkdown(reportOf(...lines), "figures");
    expect([...markdown.matchAll(/figures\/(.*)\.svg/g)].map(([, name]) => name)).toEqual([
      "mnist-1-hidden-relative-accuracy",
      "mnist-1-hidden-rho",
      "mnist-1-hidden-test-accuracy",
    ]);
    expect(markdown).toContain("| spectral | 50 | 1 | 0.8100 | 0.900 | 100 | 0.250 | 10.0 | 2.0 |");
    expect(markdown).toContain("| learning rate | dense 0.015, spectral 0.015, s-qr 0.005 |");
    expect(markdown).toContain(
      "| early stopping | monitor validation accuracy, min delta 0.005, patience 8, restore best false |",
    );
    expect(markdown).toContain("S-QR trains the triangle of R");
    expect(markdown).toContain("3 runs on engine 1.0.0, Node 20.0.0, commit 0123abc");
    expect(markdown).toContain("- dense 5, seed 1: no luck");
  });

  it("leaves relative accuracy out if there are no dense runs", () => {
    const markdown = documentMarkdown(reportOf(exampleLine({ method: "spectral" })), "figures");
    expect(markdown).not.toContain("relative-accuracy.svg");
    expect(markdown).toContain("rho.svg");
  });

  it("never mixes data sets, depths or settings", () => {
    const others = [{}, { dataset: "digits" as const }, { hiddenLayers: 2 }, { epochs: 3 }];
    const tables = documentTables(reportOf(...others.map(exampleLine))).filter(
      ({ name }) => !name.endsWith("-settings"),
    );
    expect(tables.map(({ rows }) => rows.length)).toEqual([1, 1, 1, 1]);
    expect(new Set(tables.map(({ name }) => name)).size).toBe(4);
  });

  it("says how short runs differ from the publication", () => {
    expect(documentMarkdown(reportOf(exampleLine({ epochs: 3 })), "figures")).toContain(
      "A first look: at most 3 epochs instead of 90; methods that learn slowly may not be done.",
    );
    const [{ dataset, settings }] = runsOf(accuracy, "--epochs 120") as [ReturnType<typeof exampleLine>];
    expect(differencesFromPublication({ dataset, settings, lines: [] })[1]).toBe(
      "At most 120 epochs of 40 steps instead of 90.",
    );
  });
});
