import { publishedLearningRates, publishedSettings } from "@reciprocal/published";
import { list, table } from "@reciprocal/report";
import { UsageError } from "@reciprocal/sweeps";
import { defineExperiment } from "../../experiment.js";
import { listOf, oneOf } from "../../options.js";
import { dataset, epochs, samples, samplesOf, seeds, width } from "../common-parameters.js";
import { adaptFields, adaptSetting, methods, type AdaptRun } from "./adapt-line.js";
import { adaptEpochs, adaptNetwork } from "./adapt-network.js";
import { adaptBlocks, adaptTable, findingText } from "./report.js";
import { rotationDegrees, tasks } from "./shift-images.js";
import { adaptFindings, summarizeAdapt } from "./summarize.js";

const parameters = {
  dataset,
  tasks: {
    read: listOf(oneOf(tasks)),
    hint: tasks.join(","),
    default: tasks.join(","),
    about: `What is done to the images: turned by ${rotationDegrees}° counterclockwise, or 1 − x`,
  },
  methods: {
    read: listOf(oneOf(methods)),
    hint: "eigenvalues,…",
    default: methods.join(","),
    about: "What is trained to adapt",
  },
  rates: {
    read: listOf(learningRate),
    hint: "0.005,0.015",
    // in the middle the published rate of MNIST, and a factor of about three between them
    default: "0.0015,0.005,0.015,0.045,0.135",
    about: "Learning rates of which validation accuracy chooses",
  },
  width: { ...width, default: "200" },
  seeds: { ...seeds, default: "0,1,2", quick: "0" },
  epochs: { ...epochs, default: String(publishedSettings.epochs), quick: "8" },
  ...samples,
};

/** Adapting a trained dense network: eigenvalues beside other parts of it. */
export const adapt = defineExperiment({
  name: "adapt",
  title: () => "Adapting a trained dense network",
  about: "Adapt a trained dense network to shifted images: eigenvalues, last layer or all weights",
  parameters,
  quick: { about: "One seed and few epochs" },
  isTimed: true,

  runs: ({ dataset, tasks, methods, rates, width, seeds, epochs, ...samples }): AdaptRun[] => {
    const settings = {
      ...publishedSettings,
      learningRate: publishedLearningRates[dataset].dense,
      adaptationLearningRates: rates,
      rotationDegrees,
      epochs,
      ...samplesOf(dataset, samples),
    };
    return seeds.map((seed) => ({ dataset, tasks, methods, width, seed, settings }));
  },
  run: adaptNetwork,
  setting: adaptSetting,
  line: adaptFields,

  describe: ({ dataset, width, seed }) => `${dataset} ${width}, seed ${seed}`,
  result: ({ points, seconds }) => {
    const said = points.map(
      ({ task, method, testAccuracy }) => `${task} ${method} ${testAccuracy.toFixed(4)}`,
    );
    return `${said.join(", ")}; ${seconds.toFixed(1)} s`;
  },
  epochs: adaptEpochs,

  report: adaptBlocks,
  summary: (lines) => [
    table(adaptTable(summarizeAdapt(lines), "adapt")),
    list(adaptFindings(lines).map(findingText)),
  ],
});

function learningRate(text: string, option: string): number {
  const rate = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (0 < rate && rate <= 10) return rate;
  throw new UsageError(`${option} must be numbers above 0, at most 10, got "${text}"`);
}
