import {
  datasetTitle,
  methods,
  publishedLearningRates,
  publishedMethods,
  publishedSettings,
} from "@reciprocal/published";
import { figures, heading, list, table, text, type Block, type Figure } from "@reciprocal/report";
import { defineExperiment, type Line } from "../experiment.js";
import { listOf, oneOf } from "../options.js";
import { provenanceText } from "../provenance.js";
import { missingBlocks } from "../missing-blocks.js";
import { settingRows } from "../train/describe-settings.js";
import { differencesFromPublication } from "../train/differences.js";
import { groupLines, type Group } from "../train/groups.js";
import { methodChart, widthAxis } from "../train/method-chart.js";
import { summaryTable, tableCells, tableHeadings } from "../train/summary-table.js";
import { trainAndTest } from "../train/train-and-test.js";
import { widthFigures } from "../train/width-figures.js";
import {
  describeTrainingResult,
  describeTrainingRun,
  trainingLine,
  trainingSetting,
  type TrainingRun,
} from "../train/training-run.js";
import { dataset, epochs, samples, samplesOf, seeds, widths } from "./common-parameters.js";

type AccuracyLine = Line<TrainingRun, typeof trainingLine>;

const parameters = {
  dataset,
  hidden: { read: oneOf(["1", "2"]), hint: "1|2", default: "1", about: "Hidden layers" },
  widths: { ...widths, default: "50,200" },
  methods: {
    read: listOf(oneOf(methods)),
    hint: methods.join(","),
    default: publishedMethods.join(","),
    about: "Methods",
  },
  seeds: { ...seeds, default: "0,1,2", quick: "0" },
  // an epoch of the digits has a sixth of the steps of one of MNIST
  epochs: { ...epochs, default: String(publishedSettings.epochs), quick: "120" },
  ...samples,
  engine: {
    read: oneOf(["onnxruntime", "tfjs"]),
    hint: "onnxruntime|tfjs",
    default: "onnxruntime",
    about: "What trains: ONNX Runtime, or TensorFlow.js by tfjs-node if it works, else by WebAssembly",
  },
};

/** Accuracy against width by each method, on one data set and one depth. */
export const accuracy = defineExperiment({
  name: "accuracy",
  title: () => "Accuracy of spectral training",
  about: "Train networks by each method at the published settings and compare them",
  parameters,
  quick: {
    about: "A first look within a minute",
    note:
      "A first look: spectral methods learn slowly and are not done after so few steps; " +
      "the full-length results are in apps/bench/results.",
  },

  runs({ dataset, hidden, widths, methods, seeds, epochs, engine, ...samples }): TrainingRun[] {
    const changes = { epochs, ...samplesOf(dataset, samples), ...(engine === "tfjs" && { engine }) };
    return widths
      .toSorted((a, b) => b - a)
      .flatMap((width) =>
        seeds.flatMap((seed) =>
          methods.map((method) => {
            const learningRate = publishedLearningRates[dataset][method];
            const settings = { ...publishedSettings, ...changes, learningRate };
            return { dataset, method, hiddenLayers: Number(hidden), width, seed, settings };
          }),
        ),
      );
  },
  run: async (run, data, { onEpoch }) => (await trainAndTest(run, data, onEpoch)).result,
  setting: trainingSetting,
  line: trainingLine,

  describe: describeTrainingRun,
  result: describeTrainingResult,
  epochs: ({ settings }) => settings.epochs,
  async announce(runs) {
    if (runs.every(({ settings }) => settings.engine !== "tfjs")) return undefined;
    const { name, version, reason } = await (await import("../start-tfjs.js")).startTfjs();
    return `TensorFlow.js computes by ${name} ${version}: ${reason}`;
  },

  report: (lines, { missing }) => [
    text(
      "Networks trained in direct space (dense) and in reciprocal space, after arXiv:2106.09021. Mean over seeds; bars " +
        "and ± are one sample standard deviation, faint dots single runs. In tables, n is the number of runs, relative is " +
        "test accuracy over the mean of the dense runs of that width, trained counts parameters without the biases, which " +
        "every method trains, and ρ is their fraction of the dense network's. Epochs and seconds are means; seconds " +
        "depend on what else the machine did.",
    ),
    ...missingBlocks(missing),
    ...groups(lines).flatMap(section),
  ],
  summary: (lines) => groups(lines).map(({ stem, lines }) => table(resultTable(stem, lines))),
});

/** Runs that may be compared and averaged: same data set, same depth, same settings but for the learning rate. */
function groups(lines: readonly AccuracyLine[]): Group<AccuracyLine>[] {
  return groupLines(
    lines,
    ({ dataset, hiddenLayers, settings: { learningRate, ...settings } }) => {
      void learningRate; // differs by method
      return { dataset, hiddenLayers, settings };
    },
    ({ dataset, hiddenLayers }) => `${dataset}-${hiddenLayers}-hidden`,
  );
}

function section({ stem, dataset, lines }: Group<AccuracyLine>): Block[] {
  const { hiddenLayers, settings } = lines[0]!;
  const what = `${datasetTitle(dataset)}, ${hiddenLayers} hidden ${hiddenLayers === 1 ? "layer" : "layers"}`;
  const settingTable = { name: `${stem}-settings`, headings: ["setting", "value"], rows: settingRows(lines) };
  return [
    heading(2, what),
    figures(accuracyFigures(lines, stem, what)),
    table(resultTable(stem, lines)),
    heading(3, "Settings, and differences from the publication"),
    table({ ...settingTable, prose: true }),
    list(differencesFromPublication({ dataset, settings, lines })),
    text(provenanceText(lines)),
  ];
}

function resultTable(name: string, lines: readonly AccuracyLine[]) {
  return { name, headings: tableHeadings, rows: summaryTable(lines).map(tableCells) };
}

function accuracyFigures(lines: readonly AccuracyLine[], stem: string, what: string): Figure[] {
  const accuracyFigure = methodChart(lines, {
    name: `${stem}-test-accuracy`,
    caption: "Test accuracy.",
    label: "test accuracy",
    description: `Test accuracy against width, ${what}`,
    x: widthAxis,
    value: (line) => line.testAccuracy,
  });
  return [...widthFigures(lines, { stem, what }), ...accuracyFigure];
}
