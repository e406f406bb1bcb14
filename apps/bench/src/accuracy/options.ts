import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { jsonArgument, sampleArguments } from "../common-arguments.js";
import { dataOptions } from "../data-options.js";
import { listOf, oneOf, wholeNumber } from "../option-values.js";
import {
  datasetNames,
  methods,
  publishedMethods,
  publishedSettings,
  type DatasetName,
} from "../published-settings.js";
import { accuracyRuns, type AccuracyRun } from "./run-list.js";

/** What `reciprocal-bench accuracy` was asked for. */
export interface AccuracyOptions {
  readonly dataset: DatasetName;
  /** Absolute; undefined leaves the search for the data to `@reciprocal/datasets`. */
  readonly dataDir: string | undefined;
  /** Worker processes at most. */
  readonly jobs: number;
  /** Absolute. */
  readonly out: string;
  readonly json: boolean;
  readonly runs: readonly AccuracyRun[];
}

const engines = ["onnxruntime", "tfjs"] as const;

/** Definitions of the options for citty, and so the text of `--help`. None has a default here: `--quick` changes them. */
export const accuracyArguments = {
  dataset: { type: "string", valueHint: datasetNames.join("|"), description: "Data set (digits)" },
  "data-dir": {
    type: "string",
    valueHint: "folder",
    description: "The set's folder or one above it (cache, download)",
  },
  hidden: { type: "string", valueHint: "1|2", description: "Hidden layers (1)" },
  widths: { type: "string", valueHint: "50,200", description: "Nodes per hidden layer (50,200)" },
  methods: {
    type: "string",
    valueHint: methods.join(","),
    description: `Methods (${publishedMethods.join(",")})`,
  },
  seeds: { type: "string", valueHint: "0,1,2", description: "Seeds, one run each (0,1,2)" },
  epochs: { type: "string", valueHint: "n", description: `Epochs at most (${publishedSettings.epochs})` },
  ...sampleArguments,
  jobs: { type: "string", valueHint: "n", description: "Worker processes (number of cores)" },
  out: {
    type: "string",
    valueHint: "folder",
    description: "Where lines, figures and report go (runs/accuracy)",
  },
  engine: {
    type: "string",
    valueHint: engines.join("|"),
    description: "What trains: ONNX Runtime, or TensorFlow.js by tfjs-node, else WebAssembly (onnxruntime)",
  },
  quick: { type: "boolean", description: "A first look within a minute: one seed, epochs for small data" },
  ...jsonArgument,
} as const;

/** What `--quick` puts in place of the defaults; options that are given still count. */
const quick = { seeds: "0", epochs: "120" }; // an epoch of the digits has a sixth of the steps of one of MNIST

type Given = Readonly<Partial<Record<keyof typeof accuracyArguments, string | boolean | undefined>>>;

/**
 * Reads the options into the list of runs they stand for.
 *
 * @throws {UsageError} when a value is not allowed; says what is
 */
export function accuracyOptions(given: Given, workingDirectory: string): AccuracyOptions {
  const text = (name: keyof typeof accuracyArguments, otherwise: string) => {
    const value =
      given[name] ?? (given.quick === true && name in quick ? quick[name as keyof typeof quick] : undefined);
    return typeof value === "string" ? value : otherwise;
  };
  const engine = oneOf("--engine", text("engine", "onnxruntime"), engines);
  const { dataset, dataDir, trainSamples, testSamples } = dataOptions(given, {
    workingDirectory,
    whole: publishedSettings,
  });
  return {
    dataset,
    dataDir,
    jobs: wholeNumber("--jobs", text("jobs", String(availableParallelism())), { minimum: 1, maximum: 1024 }),
    out: resolve(workingDirectory, text("out", "runs/accuracy")),
    json: given.json === true,
    runs: accuracyRuns({
      dataset,
      hiddenLayers: Number(oneOf("--hidden", text("hidden", "1"), ["1", "2"])),
      widths: listOf(text("widths", "50,200"), (item) =>
        wholeNumber("--widths", item, { minimum: 1, maximum: 100_000 }),
      ),
      methods: listOf(text("methods", publishedMethods.join(",")), (item) =>
        oneOf("--methods", item, methods),
      ),
      seeds: listOf(text("seeds", "0,1,2"), (item) =>
        wholeNumber("--seeds", item, { minimum: 0, maximum: 2 ** 32 - 1 }),
      ),
      changes: {
        epochs: wholeNumber("--epochs", text("epochs", String(publishedSettings.epochs)), { minimum: 1 }),
        trainSamples,
        testSamples,
        ...(engine === "tfjs" && { engine }), // absent otherwise, as in the lines of old
      },
    }),
  };
}
