import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { jsonArgument, sampleArguments } from "../common-arguments.js";
import { listOf, oneOf, wholeNumber } from "../option-values.js";
import { datasetNames, publishedSettings } from "../published-settings.js";
import type { Experiment } from "./experiment.js";
import { experiments } from "./experiments.js";
import type { Choice } from "./paper-run.js";

/** What `reciprocal-bench paper` was asked for. */
export interface PaperOptions {
  readonly experiments: readonly Experiment[];
  readonly choice: Choice;
  /** Absolute; undefined leaves the search for the data to `@reciprocal/datasets`. */
  readonly dataDir: string | undefined;
  /** Worker processes at most. */
  readonly jobs: number;
  /** Absolute. */
  readonly out: string;
  readonly json: boolean;
  /** Train nothing. */
  readonly reportOnly: boolean;
}

const names = experiments.map(({ name }) => name);

/** The whole paper, and what `--quick` puts in its place; options that are given still count. */
const defaults = {
  experiments: names.join(","),
  datasets: "mnist,fashion-mnist,cifar10",
  widths: "50,100,200,500,1000",
  seeds: "0,1,2",
  sparsities: "50,70,80,85,90,95,98,99",
  epochs: String(publishedSettings.epochs),
};
const quick: Partial<typeof defaults> = {
  datasets: "mnist",
  widths: "50,200",
  seeds: "0",
  sparsities: "50,95,99",
};

/** Definitions of the options for citty, and so the text of `--help`. */
export const paperArguments = {
  experiments: {
    type: "string",
    valueHint: names.join(","),
    description: "Parts of the paper (all)",
  },
  datasets: {
    type: "string",
    valueHint: datasetNames.join(","),
    description: `Data sets (${defaults.datasets})`,
  },
  "data-dir": {
    type: "string",
    valueHint: "folder",
    description: "Folder with the data sets, each in its own (cache, download)",
  },
  widths: { type: "string", valueHint: "50,200", description: `Nodes per hidden layer (${defaults.widths})` },
  seeds: { type: "string", valueHint: "0,1,2", description: `Seeds, one run each (${defaults.seeds})` },
  sparsities: {
    type: "string",
    valueHint: "50,95",
    description: `Zero weights in sparse runs, in per cent (${defaults.sparsities})`,
  },
  epochs: { type: "string", valueHint: "n", description: `Epochs at most (${defaults.epochs})` },
  ...sampleArguments,
  jobs: { type: "string", valueHint: "n", description: "Worker processes (number of cores)" },
  out: { type: "string", valueHint: "folder", description: "Where lines and report go (runs/paper)" },
  "report-only": {
    type: "boolean",
    description: "Train nothing: write the report of the lines that are there",
  },
  quick: { type: "boolean", description: "Five minutes: MNIST, two widths, one seed, three sparsities" },
  ...jsonArgument,
} as const;

type Given = Readonly<Partial<Record<keyof typeof paperArguments, string | boolean | undefined>>>;

/**
 * Reads the options.
 *
 * @throws {UsageError} when a value is not allowed; says what is
 */
export function paperOptions(given: Given, workingDirectory: string): PaperOptions {
  const text = (name: keyof typeof paperArguments, otherwise: string) => {
    const value = given[name];
    return typeof value === "string" ? value : otherwise;
  };
  const listed = <Item>(name: keyof typeof defaults, read: (item: string, option: string) => Item) => {
    const otherwise = (given.quick === true ? quick[name] : undefined) ?? defaults[name];
    return listOf(text(name, otherwise), (item) => read(item, `--${name}`));
  };
  const samples = (name: "train-samples" | "test-samples") =>
    given[name] === undefined ? null : wholeNumber(`--${name}`, text(name, ""), { minimum: 1 });

  const dataDir = text("data-dir", "");
  return {
    experiments: listed("experiments", (item, option) => {
      const name = oneOf(option, item, names);
      return experiments.find((experiment) => experiment.name === name)!;
    }),
    choice: {
      datasets: listed("datasets", (item, option) => oneOf(option, item, datasetNames)),
      widths: listed("widths", (item, option) => wholeNumber(option, item, { minimum: 1, maximum: 100_000 })),
      seeds: listed("seeds", (item, option) =>
        wholeNumber(option, item, { minimum: 0, maximum: 2 ** 32 - 1 }),
      ),
      sparsities: listed("sparsities", (item, option) =>
        wholeNumber(option, item, { minimum: 1, maximum: 99 }),
      ).map((share) => share / 100),
      changes: {
        epochs: wholeNumber("--epochs", text("epochs", defaults.epochs), { minimum: 1 }),
        trainSamples: samples("train-samples"),
        testSamples: samples("test-samples"),
      },
    },
    dataDir: dataDir === "" ? undefined : resolve(workingDirectory, dataDir),
    jobs: wholeNumber("--jobs", text("jobs", String(availableParallelism())), { minimum: 1, maximum: 1024 }),
    out: resolve(workingDirectory, text("out", "runs/paper")),
    json: given.json === true,
    reportOnly: given["report-only"] === true,
  };
}
