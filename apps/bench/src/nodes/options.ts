import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { jsonArgument, sampleArguments, showDefaults } from "../common-arguments.js";
import { dataOptions } from "../data-options.js";
import { listOf, oneOf, wholeNumber } from "../option-values.js";
import { datasetNames, type DatasetName } from "../published-settings.js";
import { nodesRuns, nodesSettings, strategies, type NodesRun } from "./nodes-run.js";

/** What `reciprocal-bench nodes` was asked for. */
export interface NodesOptions {
  readonly dataset: DatasetName;
  /** Absolute; undefined leaves the search for the data to `@reciprocal/datasets`. */
  readonly dataDir: string | undefined;
  /** Worker processes at most. */
  readonly jobs: number;
  /** Absolute. */
  readonly out: string;
  readonly json: boolean;
  readonly runs: readonly NodesRun[];
}

/** Definitions of the options for citty, and so the text of `--help`. */
export const nodesArguments = showDefaults({
  dataset: { type: "string", valueHint: datasetNames.join("|"), description: "Data set", default: "digits" },
  "data-dir": {
    type: "string",
    valueHint: "folder",
    description: "The set's folder or one above it (cache, download)",
  },
  strategies: {
    type: "string",
    valueHint: "pre-training,…",
    description: "Ways to remove nodes",
    default: strategies.join(","),
  },
  removed: {
    type: "string",
    valueHint: "50,80",
    description: "Per cent of the hidden nodes that go",
    default: "30,50,60,70,80,90,95",
  },
  width: { type: "string", valueHint: "n", description: "Hidden nodes", default: "500" },
  seeds: { type: "string", valueHint: "0,1", description: "Seeds, one run each", default: "0,1,2,3,4" },
  epochs: {
    type: "string",
    valueHint: "n",
    description: "Epochs of every training; of the eigenvalues alone a third",
    default: String(nodesSettings.epochs),
  },
  ...sampleArguments,
  jobs: { type: "string", valueHint: "n", description: "Worker processes (1, so that times mean something)" },
  out: {
    type: "string",
    valueHint: "folder",
    description: "Where lines, figures and report go",
    default: "runs/nodes",
  },
  ...jsonArgument,
});

type Given = Readonly<Partial<Record<keyof typeof nodesArguments, string | boolean | undefined>>>;

/**
 * Reads the options into the list of runs they stand for.
 *
 * @throws {UsageError} when a value is not allowed; says what is
 */
export function nodesOptions(given: Given, workingDirectory: string): NodesOptions {
  const text = (name: keyof typeof nodesArguments): string => {
    const value = given[name] ?? (nodesArguments[name] as { readonly default?: string }).default ?? "";
    return typeof value === "string" ? value : "";
  };
  const { dataset, dataDir, trainSamples, testSamples } = dataOptions(given, {
    workingDirectory,
    whole: nodesSettings,
  });
  const epochs = wholeNumber("--epochs", text("epochs"), { minimum: 1 });
  return {
    dataset,
    dataDir,
    jobs: wholeNumber("--jobs", text("jobs") || "1", { minimum: 1, maximum: availableParallelism() }),
    out: resolve(workingDirectory, text("out")),
    json: given.json === true,
    runs: nodesRuns({
      dataset,
      strategies: listOf(text("strategies"), (item) => oneOf("--strategies", item, strategies)),
      width: wholeNumber("--width", text("width"), { minimum: 2, maximum: 100_000 }),
      seeds: listOf(text("seeds"), (item) =>
        wholeNumber("--seeds", item, { minimum: 0, maximum: 2 ** 32 - 1 }),
      ),
      removed: listOf(text("removed"), (item) => wholeNumber("--removed", item, { minimum: 0, maximum: 99 })),
      changes: {
        epochs,
        eigenvalueEpochs: Math.ceil(epochs / 3),
        trainSamples,
        testSamples,
      },
    }),
  };
}
