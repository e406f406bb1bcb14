import { datasetTitle } from "@reciprocal/published";
import { list, table } from "@reciprocal/report";
import { defineExperiment } from "../../experiment.js";
import { integer, listOf, oneOf } from "../../options.js";
import { dataset, epochs, samples, samplesOf, seeds, width } from "../common-parameters.js";
import { nodesFields, nodesSetting, strategies, type NodesRun, type NodesSettings } from "./nodes-line.js";
import { nodesEpochs, pruneRun } from "./prune-run.js";
import { findingTexts, nodesBlocks, nodesTable } from "./report.js";
import { nodesFindings, summarizeNodes } from "./summarize.js";

/** These rates, epochs and initial values are ours, not the publication's; the same for all data sets. */
const ownSettings = {
  epochs: 30,
  eigenvalueEpochs: 10,
  batchSize: 200,
  optimizer: "adam",
  learningRate: 0.001,
  eigenvalueLearningRate: 0.01,
  schedule: "cosine",
  hiddenActivation: "relu",
  phi: "glorot-normal",
} as const satisfies Omit<NodesSettings, "trainSamples" | "testSamples">;

const parameters = {
  dataset,
  strategies: {
    read: listOf(oneOf(strategies)),
    hint: "pre-training,…",
    default: strategies.join(","),
    about: "Ways to remove nodes",
  },
  removed: {
    read: listOf(integer(0, 99)),
    hint: "50,80",
    default: "30,50,60,70,80,90,95",
    about: "Percentages of the hidden nodes that are removed",
  },
  width: { ...width, read: integer(2, 100_000), default: "500" },
  seeds: { ...seeds, default: "0,1,2,3,4" },
  epochs: {
    ...epochs,
    default: String(ownSettings.epochs),
    about: "Epochs of every training; of the eigenvalues alone a third",
  },
  ...samples,
};

/** Removing hidden nodes by eigenvalue, by weight and at random. */
export const nodes = defineExperiment({
  name: "nodes",
  title: (lines) =>
    `Removing hidden nodes: ${[...new Set(lines.map(({ dataset }) => datasetTitle(dataset)))].join(", ")}`,
  about: "Remove hidden nodes by eigenvalue, by weight and at random, and compare",
  parameters,
  isTimed: true,

  runs: ({ dataset, strategies, removed, width, seeds, epochs, ...samples }): NodesRun[] => {
    const own = { ...ownSettings, epochs, eigenvalueEpochs: Math.ceil(epochs / 3) };
    const settings = { ...samplesOf(dataset, samples), ...own };
    const ascending = [...new Set([0, ...removed])].sort((a, b) => a - b); // the whole network is always among them
    return seeds.flatMap((seed) =>
      strategies.map((strategy) => ({ dataset, strategy, width, seed, removed: ascending, settings })),
    );
  },
  run: (run, data, context) => pruneRun(run, data, context),
  setting: nodesSetting,
  line: nodesFields,

  describe: ({ strategy, width, seed }) => `${strategy} ${width}, seed ${seed}`,
  result: ({ points, seconds }) => {
    const said = points.map(({ hiddenNodes, testAccuracy }) => `${hiddenNodes}: ${testAccuracy.toFixed(4)}`);
    return `${said.join(", ")}; ${seconds.toFixed(1)} s`;
  },
  epochs: nodesEpochs,
  cost: nodesEpochs,

  report: nodesBlocks,
  summary: (lines) => {
    const rows = summarizeNodes(lines);
    const findings = nodesFindings(rows);
    return [table(nodesTable(rows, "nodes")), ...(findings ? [list(findingTexts(findings))] : [])];
  },
});
