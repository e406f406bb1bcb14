import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { jsonArgument, sampleArguments, showDefaults } from "../common-arguments.js";
import { dataOptions } from "../data-options.js";
import { listOf, oneOf, wholeNumber } from "../option-values.js";
import { datasetNames, publishedSettings, type DatasetName } from "../published-settings.js";
import { UsageError } from "../usage-error.js";
import { adaptationLearningRates, adaptRuns, methods, type AdaptRun } from "./adapt-run.js";
import { tasks } from "./shift-images.js";

/** What `reciprocal-bench adapt` was asked for. */
export interface AdaptOptions {
  readonly dataset: DatasetName;
  /** Absolute; undefined leaves the search for the data to `@reciprocal/datasets`. */
  readonly dataDir: string | undefined;
  /** Worker processes at most. */
  readonly jobs: number;
  /** Absolute. */
  readonly out: string;
  readonly json: boolean;
  readonly runs: readonly AdaptRun[];
}

const quickEpochs = 8;

/** Definitions of the options for citty, and so the text of `--help`. */
export const adaptArguments = showDefaults({
  dataset: { type: "string", valueHint: datasetNames.join("|"), description: "Data set", default: "digits" },
  "data-dir": {
    type: "string",
    valueHint: "folder",
    description: "The set's folder or one above it (cache, download)",
  },
  tasks: {
    type: "string",
    valueHint: tasks.join(","),
    description: "What becomes of the images",
    default: tasks.join(","),
  },
  methods: {
    type: "string",
    valueHint: "eigenvalues,…",
    description: "What is trained to adapt",
    default: methods.join(","),
  },
  rates: {
    type: "string",
    valueHint: "0.005,0.015",
    description: "Learning rates of which validation accuracy chooses",
    default: adaptationLearningRates.join(","),
  },
  width: { type: "string", valueHint: "n", description: "Hidden nodes", default: "200" },
  seeds: { type: "string", valueHint: "0,1", description: "Seeds, one run each (0,1,2)" },
  epochs: {
    type: "string",
    valueHint: "n",
    description: `Epochs of every training at most (${publishedSettings.epochs})`,
  },
  ...sampleArguments,
  jobs: { type: "string", valueHint: "n", description: "Worker processes (1, so that times mean something)" },
  out: {
    type: "string",
    valueHint: "folder",
    description: "Where lines, figures and report go",
    default: "runs/adapt",
  },
  quick: {
    type: "boolean",
    description: `One seed and at most ${quickEpochs} epochs, unless said otherwise`,
  },
  ...jsonArgument,
});

type Given = Readonly<Partial<Record<keyof typeof adaptArguments, string | boolean | undefined>>>;

/**
 * Reads the options into the list of runs they stand for.
 *
 * @throws {UsageError} when a value is not allowed; says what is
 */
export function adaptOptions(given: Given, workingDirectory: string): AdaptOptions {
  const text = (name: keyof typeof adaptArguments): string => {
    const value = given[name] ?? (adaptArguments[name] as { readonly default?: string }).default ?? "";
    return typeof value === "string" ? value : "";
  };
  const { dataset, dataDir, trainSamples, testSamples } = dataOptions(given, {
    workingDirectory,
    whole: publishedSettings,
  });
  const isQuick = given.quick === true;
  const epochs = text("epochs") || String(isQuick ? quickEpochs : publishedSettings.epochs);
  return {
    dataset,
    dataDir,
    jobs: wholeNumber("--jobs", text("jobs") || "1", { minimum: 1, maximum: availableParallelism() }),
    out: resolve(workingDirectory, text("out")),
    json: given.json === true,
    runs: adaptRuns({
      dataset,
      tasks: listOf(text("tasks"), (item) => oneOf("--tasks", item, tasks)),
      methods: listOf(text("methods"), (item) => oneOf("--methods", item, methods)),
      width: wholeNumber("--width", text("width"), { minimum: 1, maximum: 100_000 }),
      seeds: listOf(text("seeds") || (isQuick ? "0" : "0,1,2"), (item) =>
        wholeNumber("--seeds", item, { minimum: 0, maximum: 2 ** 32 - 1 }),
      ),
      changes: {
        adaptationLearningRates: listOf(text("rates"), learningRate),
        epochs: wholeNumber("--epochs", epochs, { minimum: 1 }),
        trainSamples,
        testSamples,
      },
    }),
  };
}

function learningRate(text: string): number {
  const rate = /^\d*\.?\d+$/.test(text) ? Number(text) : NaN;
  if (rate > 0 && rate <= 10) return rate;
  throw new UsageError(`--rates must be numbers above 0, at most 10, got "${text}"`);
}
