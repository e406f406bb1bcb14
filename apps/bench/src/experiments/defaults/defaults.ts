import { table } from "@reciprocal/report";
import { adam } from "@reciprocal/training";
import { defineExperiment } from "../../experiment.js";
import { integer, listOf, oneOf } from "../../options.js";
import { tableNames } from "../../small-tables.js";
import { seeds, widths } from "../common-parameters.js";
import { defaultsFields, defaultsSetting, kinds, type DefaultsRun } from "./defaults-line.js";
import { defaultsBlocks, defaultsTable } from "./report.js";
import { defaultsClaims, summarizeDefaults } from "./summarize.js";
import { trainByDefaults } from "./train-by-defaults.js";

const datasets = [...tableNames, "mnist"] as const;

/** Four points make one step an epoch; MNIST makes 1,875. */
const usualEpochs: Readonly<Record<DefaultsRun["dataset"], number>> = {
  ...{ xor: 300, moons: 60, iris: 60, wine: 60, mnist: 10 },
};

/** Those of XOR and MNIST belong to the question. */
const ownWidths: { readonly [Dataset in DefaultsRun["dataset"]]?: readonly number[] } = {
  xor: [8],
  mnist: [500],
};

/** MNIST is about eigenvalues alone. */
const ownMethods: { readonly [Dataset in DefaultsRun["dataset"]]?: readonly DefaultsRun["method"][] } = {
  mnist: ["spectral"],
};

const parameters = {
  datasets: {
    read: listOf(oneOf(datasets)),
    hint: datasets.join(","),
    default: tableNames.join(","),
    about: "Data sets; all but mnist are there or are drawn",
  },
  widths: { ...widths, default: "8,32", about: "Hidden nodes; always 8 for xor, 500 for mnist" },
  methods: {
    read: listOf(oneOf(kinds)),
    hint: kinds.join(","),
    default: kinds.join(","),
    about: "Methods; always spectral for mnist",
  },
  seeds: { ...seeds, default: "0,1,2,3,4", quick: "0" },
  epochs: {
    read: listOf(integer(1)),
    hint: "10,15",
    otherwise: undefined,
    shown: "300 for xor, 10 for mnist, else 60",
    about: "Epochs; each of a list is a training of its own",
  },
};

/** What networks learn of which nothing is said but their shape and their epochs. */
export const defaults = defineExperiment({
  name: "defaults",
  title: () => "Defaults that learn",
  about:
    "Train small networks, and one on MNIST if asked, with the default options, and compare with dense ones",
  parameters,
  quick: { about: "One seed" },

  runs: ({ datasets, widths, methods, seeds, epochs }): DefaultsRun[] =>
    datasets
      .toSorted((a, b) => Number(b === "mnist") - Number(a === "mnist"))
      .flatMap((dataset) =>
        (epochs ?? [usualEpochs[dataset]]).flatMap((epochs) =>
          (ownWidths[dataset] ?? widths).flatMap((width) =>
            // the seeds outside: the methods of a seed take the same data
            seeds.flatMap((seed) =>
              (ownMethods[dataset] ?? methods).map((method) => {
                const settings = { trainSamples: null, testSamples: null, epochs, defaultOptimizer: adam() };
                return { dataset, method, width, seed, settings };
              }),
            ),
          ),
        ),
      ),
  run: trainByDefaults,
  setting: defaultsSetting,
  line: defaultsFields,

  describe: ({ dataset, method, width, seed }) => `${dataset} ${method} ${width}, seed ${seed}`,
  result: ({ testAccuracy, seconds }) => `accuracy ${testAccuracy.toFixed(4)}, ${seconds.toFixed(1)} s`,
  epochs: ({ settings }) => settings.epochs,
  cost: ({ dataset, settings }) => settings.epochs * (dataset === "mnist" ? 500 : 1),

  report: defaultsBlocks,
  summary: (lines) => [table(defaultsTable(summarizeDefaults(lines), "defaults"))],
  claims: (lines) => defaultsClaims(lines), // a bare name would decide the type of a line
});
