import { describe, expect, it } from "vitest";
import {
  accuracyTable,
  breakEvenTable,
  defaultsTable,
  frontierTable,
  learningRateTable,
  predictTable,
  serveTable,
  settingsTable,
  sparseTable,
  speedTable,
} from "./result-tables.js";

const run = (method: string, width: number, testAccuracy: number): string =>
  JSON.stringify({ method, width, testAccuracy, trainedParameters: 1200, biases: 34 });

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
      "| 50 | 0.6000 ± 0.1414 (1,234) | 0.2500 (1,234) |",
      "| 200 | 0.9000 (1,234) | – |",
      "",
    ]);
  });
});

describe("frontierTable", () => {
  it("has networks by their trained numbers, with means over the seeds", () => {
    const line = (form: string, trainedNumbers: number, testAccuracy: number, own = {}) =>
      JSON.stringify({
        ...{ dataset: "mnist", family: "s-qr", form, keptNumbers: null, trainedNumbers, testAccuracy },
        ...{ fileBytes: 1000, multiplyAdds: 39_700, ...own },
      });
    const lines = [
      line("s-qr:50+s-qr:10", 2284, 0.9),
      line("s-qr:50+s-qr:10", 2284, 0.8, { fileBytes: 1003 }),
      line("linear:4+dense:50+dense:10", 1500, 0.7, { family: "low-rank" }),
      line("dense:100+dense:10", 4000, 0.6, { family: "pruned-dense", keptNumbers: 4000 }),
      line("s-qr:9", 1, 1, { dataset: "digits" }),
    ];
    expect(frontierTable(lines.join("\n")).split("\n").slice(2)).toEqual([
      "| low rank | 784–(4)–50–10 | 1,500 | 1,000 | 39,700 | 0.700 |",
      "| S-QR | 784–50–10 | 2,284 | 1,002 | 39,700 | 0.850 ± 0.071 |",
      "| pruned dense | 784–100–10, pruned | 4,000 | 1,000 | 39,700 | 0.600 |",
      "",
    ]);
  });
});

describe("defaultsTable", () => {
  it("gives mean and worst per data set, width and method", () => {
    const line = (dataset: string, method: string, width: number, testAccuracy: number, epochs = 60) =>
      JSON.stringify({ dataset, method, width, testAccuracy, settings: { epochs } });
    const lines = [
      line("mnist", "spectral", 500, 0.93, 10),
      line("iris", "spectral", 32, 0.9),
      line("iris", "dense", 32, 1),
      line("iris", "spectral", 32, 0.95),
      line("iris", "dense", 8, 0.5),
    ];
    const names = { datasets: { iris: "Iris", mnist: "MNIST" }, methods: ["dense", "spectral"] };
    expect(defaultsTable(lines.join("\n"), names).split("\n").slice(2)).toEqual([
      "| Iris | 8 | 60 | 0.500 (0.500) | – |",
      "| Iris | 32 | 60 | 1.000 (1.000) | 0.925 (0.900) |",
      "| MNIST | 500 | 10 | – | 0.930 (0.930) |",
      "",
    ]);
  });
});

describe("speedTable", () => {
  it("has a row per method and engine and a column per network", () => {
    const measurement = { engine: "here", method: "dense", network: "7-2", secondsPer100Steps: 0.126 };
    const other = { ...measurement, engine: "there", network: "8-2" };
    expect(speedTable(JSON.stringify({ measurements: [measurement, other] })).split("\n")).toEqual([
      "| seconds per 100 steps | 7\u2060–\u20602 | 8\u2060–\u20602 |",
      "| --- | --- | --- |",
      "| dense, here | 0.13 | – |",
      "| dense, there | – | 0.13 |",
      "",
    ]);
  });
});

const sparse = JSON.stringify({
  sparse: {
    measurements: [
      { batchSize: 1, sparsity: 0.85, microseconds: 4.5678, onnxMicroseconds: 12, tfjsMicroseconds: 3456.1 },
    ],
    breakEvens: [
      { batchSize: 1, onnx: 0.887, tfjs: 0.8649 },
      { batchSize: 200, onnx: null, tfjs: 0.5 },
    ],
  },
});

describe("sparseTable", () => {
  it("has a row per measurement, and tenths of few microseconds", () => {
    expect(sparseTable(sparse).split("\n").slice(2)).toEqual(["| 1 | 85 % | 4.6 | 12.0 | 3456 |", ""]);
  });
});

describe("breakEvenTable", () => {
  it("has a row per number of samples, and a dash for what was not reached", () => {
    expect(breakEvenTable(sparse).split("\n").slice(2)).toEqual([
      "| 1 | 89 % | 86 % |",
      "| 200 | – | 50 % |",
      "",
    ]);
  });
});

describe("tables of predictions", () => {
  const common = { network: "7-2", method: "spectral" };
  const json = JSON.stringify({
    measurements: [
      { ...common, subject: "session", samples: 1, microseconds: 51.4 },
      { ...common, subject: "session", samples: 1000, microseconds: 4321 },
      { ...common, subject: "plain", samples: 1, microseconds: 204 },
      { ...common, subject: "plain", method: "dense", samples: 1000, microseconds: 1 },
    ],
    pauses: [
      { ...common, subject: "session", calls: 100, longestPauseMilliseconds: 5.04 },
      { ...common, subject: "session", method: "dense", calls: 100, longestPauseMilliseconds: 1 },
    ],
    loads: [
      {
        ...common,
        ...{ subject: "session", connections: 100 },
        ...{ requestsPerSecond: 4321.5, medianMilliseconds: 20, slowestPercentMilliseconds: 31 },
      },
    ],
  });

  it("have a row for each way, and a dash for what was not measured", () => {
    expect(predictTable(json).split("\n")).toEqual([
      "| by | one sample, ms | 1000 samples, ms | longest pause at 100 calls at once, ms |",
      "| --- | --- | --- | --- |",
      "| session | 0.051 | 4.3 | 5.0 |",
      "| plain | 0.20 | – | – |",
      "",
    ]);
    expect(serveTable(json).split("\n")).toEqual([
      "| by, 100 connections | requests per second | median, ms | 99 % within, ms |",
      "| --- | --- | --- | --- |",
      "| session | 4322 | 20 | 31 |",
      "",
    ]);
  });
});

describe("settingsTable", () => {
  it("writes names and values in words", () => {
    const published = { trainSamples: null, hiddenActivation: "relu", bias: true };
    const other = { trainSamples: 10, hiddenActivation: "tanh", bias: { dense: false, "s-qr": true } };
    expect(settingsTable({ published, other }).split("\n")).toEqual([
      "| setting | published | other |",
      "| --- | --- | --- |",
      "| train samples | all | 10 |",
      "| hidden activation | relu | tanh |",
      "| bias | yes | dense: no, s-qr: yes |",
      "",
    ]);
  });
});

describe("learningRateTable", () => {
  it("has a row per experiment and method and a column per data set", () => {
    const rates = { a: { dense: 0.1, spectral: 0.2 }, b: { dense: 0.3 } };
    const experiment = { name: "first", methods: ["dense", "spectral"], rates };
    expect(learningRateTable({ a: "A", b: "B" }, [experiment]).split("\n")).toEqual([
      "| experiment | method | A | B |",
      "| --- | --- | --- | --- |",
      "| first | dense | 0.1 | 0.3 |",
      "| first | spectral | 0.2 | – |",
      "",
    ]);
  });
});
