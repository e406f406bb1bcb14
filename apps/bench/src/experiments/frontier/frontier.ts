import { table } from "@reciprocal/report";
import { adam } from "@reciprocal/training";
import { defineExperiment } from "../../experiment.js";
import { integer, listOf, oneOf } from "../../options.js";
import { epochs, samples, samplesOf, seeds } from "../common-parameters.js";
import { frontierForms } from "./frontier-forms.js";
import { families, frontierFields, frontierSetting, type FrontierRun } from "./frontier-line.js";
import { frontierBlocks, frontierTable, shapeOf } from "./report.js";
import { summarizeFrontier } from "./summarize.js";
import { trainFrontier } from "./train-frontier.js";

const parameters = {
  dataset: {
    read: oneOf(["mnist", "fashion-mnist", "digits"]),
    hint: "mnist|fashion-mnist|digits",
    default: "mnist",
    about: "Data set; the digits are generated",
  },
  families: {
    read: listOf(oneOf(families)),
    hint: "spectral,…",
    default: families.join(","),
    about: "Ways to a network of few numbers",
  },
  seeds: { ...seeds, default: "0,1,2", quick: "0" },
  // at least one before pruning and one after it
  epochs: { ...epochs, read: integer(2), default: "5", quick: "2", about: "Epochs of a training" },
  ...samples,
};

/** Multiples of the default rates: as many trainings for every family. */
const rateFactors = [1 / 3, 1, 3];

/** Accuracy against trained numbers and against bytes, with the rivals. */
export const frontier = defineExperiment({
  name: "frontier",
  title: () => "How much accuracy for how many numbers",
  about:
    "Train small networks of every method and their rivals, for accuracy against trained numbers and bytes",
  parameters,
  quick: { about: "One seed and few epochs" },

  runs: ({ dataset, families, seeds, epochs, ...samples }): FrontierRun[] => {
    const settings = {
      ...samplesOf(dataset, samples),
      ...{ epochs, batchSize: 200, validationPart: 1 / 12, rateFactors, defaultOptimizer: adam() },
    };
    // the seeds outside: a sweep that is stopped has every form once before it has one twice
    return seeds.flatMap((seed) =>
      families.flatMap((family) =>
        frontierForms[family].map((form) => ({ dataset, family, ...form, seed, settings })),
      ),
    );
  },
  run: trainFrontier,
  setting: frontierSetting,
  line: frontierFields,

  describe: (run) => `${run.family} ${shapeOf(run)}, seed ${run.seed}`,
  result: ({ testAccuracy, trainedNumbers, seconds }) =>
    `accuracy ${testAccuracy.toFixed(4)} with ${trainedNumbers} numbers, ${seconds.toFixed(1)} s`,
  epochs: ({ settings }) => settings.rateFactors.length * settings.epochs,

  report: frontierBlocks,
  summary: (lines) => [table(frontierTable(summarizeFrontier(lines), "frontier"))],
});
