import { resolve, sep } from "node:path";
import { checkFolderSync } from "@reciprocal/files";
import type { TrainOptions } from "@reciprocal/model/training";
import type { TensorboardLog } from "@reciprocal/training/tensorboard";
import { defineCommand } from "citty";
import { checkArguments, oneOf } from "../check-arguments.js";
import { dataArguments, forceArgument, jsonArgument } from "../common-arguments.js";
import { kindOfTarget } from "../file-kind.js";
import { interruptedCode } from "../exit-codes.js";
import { withInterruption } from "../interruption.js";
import { imageSize, positiveNumber, share, wholeNumber, wholeNumbers, words } from "../read-values.js";
import { print, printData } from "../say.js";
import { trainOn, type TrainRequest, type TrainResult } from "../train-on.js";
import { type Data, dataAt, dataKinds, setNames } from "../training-data.js";
import { trainingEngine } from "../training-engine.js";
import { UsageError } from "../usage-error.js";
import { checkOutput, writeOrRescue } from "../write-output.js";

const methods = ["spectral", "s-svd", "s-qr", "dense"] as const;
const answers = ["classes", "number"] as const;

const definitions = {
  data: {
    type: "positional",
    description: `CSV file, "-" for one from a pipe, folder with a folder of images per class, or ${setNames.join(", ")}`,
  },
  label: {
    type: "string",
    valueHint: "column",
    description:
      "Of a table: the column to answer; several with commas are labels of which a row may have any",
  },
  answer: {
    type: "string",
    valueHint: answers.join("|"),
    description: "Of a table: what the label is (as found: words and few whole numbers are classes)",
  },
  group: {
    type: "string",
    valueHint: "column",
    description:
      "Of a table: rows of one value are trained on together or held out together, such as a patient's",
  },
  features: {
    type: "string",
    valueHint: "column,…",
    description: "Of a table: columns to answer from (all others)",
  },
  missing: {
    type: "string",
    valueHint: "text,…",
    description:
      'Of a table: what else stands for a gap than nothing, NA, N/A, null, NaN, "?" and "-": --missing=-999',
  },
  words: {
    type: "string",
    valueHint: "column,…",
    description: "Of a table: columns of words, whatever they look like, such as postcodes",
  },
  numbers: {
    type: "string",
    valueHint: "column,…",
    description: "Of a table: columns that must be numbers",
  },
  size: {
    type: "string",
    valueHint: "28x28",
    description: "Of a folder: height and width that every image is brought to (as they are)",
  },
  grayscale: { type: "boolean", description: "Of a folder: one channel of luminance, no colors" },
  "skip-unreadable": {
    type: "boolean",
    description: "Of a folder: pass over files that are no images, and list them",
  },
  ...dataArguments,
  out: { type: "string", valueHint: "model.rcp", description: "What to write" },
  method: {
    type: "string",
    valueHint: methods.join("|"),
    description: "How kernels are made and trained (spectral)",
  },
  width: { type: "string", valueHint: "nodes", description: "Of the hidden layer, or of several: 64,32" },
  epochs: { type: "string", valueHint: "n", description: "Passes over the samples (by their number)" },
  "batch-size": { type: "string", valueHint: "n", description: "Samples per step (by their number)" },
  "learning-rate": {
    type: "string",
    valueHint: "rate",
    description: "Of Adam, for all that trains (by the method)",
  },
  seed: { type: "string", valueHint: "n", description: "Decides all that is random (0)" },
  validation: {
    type: "string",
    valueHint: "share",
    description: "Of a table or a folder: what is held out and measured (20%)",
  },
  log: { type: "string", valueHint: "folder", description: "Where to write a log for TensorBoard" },
  ...jsonArgument,
  ...forceArgument,
} as const;

type Arguments = { readonly [Name in keyof typeof definitions]?: string | boolean | undefined };

export const trainCommand = defineCommand({
  meta: { name: "train", description: "Train a model on a table, on images, or on a named set" },
  args: definitions,
  async run({ args }) {
    checkArguments(args, definitions);
    const { out } = args;
    const force = args.force === true;
    const request = requestOf(args);
    if (out === undefined)
      throw new UsageError("--out is missing, which says where the model goes: --out model.rcp");
    if (kindOfTarget(out) !== "rcp") throw new UsageError(`--out must end in .rcp, got ${out}`);
    checkOutput(out, { force });
    if (args.log !== undefined) checkLog(args.log, out);
    const data = await dataAt(args.data, args);
    checkFits(data, args);

    const { result, wasStopped } = await train({ ...request, data }, { log: args.log });
    if (result.history.length === 0)
      throw new Error("stopped before the first epoch ended; nothing was written");
    const { encodeModel, formatMeasures } = await import("@reciprocal/model");
    const bytes = encodeModel(result.model);
    writeOrRescue(out, bytes, { force });

    if (args.json === true) printData(JSON.stringify(reportOf(out, bytes.length, result)));
    else {
      const { measures } = result;
      print(
        [reportText(out, bytes.length, result), ...(measures ? [formatMeasures(measures)] : [])].join("\n\n"),
      );
    }
    return wasStopped ? interruptedCode : 0;
  },
});

/** Trains with a progress line, to the end or to the first Ctrl-C. */
async function train(
  request: Omit<TrainRequest, "note">,
  { log }: { readonly log: string | undefined },
): Promise<{ readonly result: TrainResult; readonly wasStopped: boolean }> {
  const { progressLine } = await import("@reciprocal/training/progress");
  const progress = progressLine();
  const warn = (message: string): void => progress.print(`warning: ${message}`);
  const events = log === undefined ? undefined : await logTo(log, warn);
  const engine = await trainingEngine(warn);
  const onStop = (): void =>
    progress.print(
      "stopping: what is trained so far will be written; once more ends at once, without a file",
    );

  return withInterruption(onStop, async (signal) => {
    const options: TrainOptions = {
      ...request.options,
      ...{ engine, signal, onWarning: warn },
      onEpoch(report) {
        progress.onEpoch(report);
        events?.((to) => to.onEpoch(report));
      },
      onStep(report) {
        progress.onStep(report);
        events?.((to) => to.onStep(report));
      },
    };
    try {
      const result = await trainOn({ ...request, options, note: progress.print });
      return { result, wasStopped: signal.aborted };
    } finally {
      progress.end();
    }
  });
}

/** Looks, before any work, whether a log can be written, and whether one path is to be two things. */
function checkLog(folder: string, out: string): void {
  const [file, place] = [resolve(out), resolve(folder)];
  if (place === file || place.startsWith(`${file}${sep}`))
    throw new UsageError(`--log and --out must be different: a folder and a file, got ${folder} and ${out}`);
  try {
    checkFolderSync(folder);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "ENOTDIR") throw new Error(`--log: ${message}`, { cause: error });
    throw new UsageError(`--log needs a folder, which is made if it is not there, got a file: ${folder}`, {
      cause: error,
    });
  }
}

/** Writes to a log, which is made once there is something to write. What it cannot take is said, and costs no training. */
async function logTo(
  folder: string,
  warn: (message: string) => void,
): Promise<(write: (log: TensorboardLog) => void) => void> {
  const { tensorboardLog } = await import("@reciprocal/training/tensorboard");
  let log: TensorboardLog | undefined;
  let works = true;
  return (write) => {
    if (!works) return;
    try {
      log ??= tensorboardLog(folder);
      write(log);
    } catch (error) {
      works = false;
      warn(`${(error as Error).message}; the training goes on without the log`);
    }
  };
}

/** What the options ask for, before anything is read. */
function requestOf(args: Arguments): Omit<TrainRequest, "data" | "note"> {
  const text = (name: keyof Arguments): string | undefined => args[name] as string | undefined;
  const label = words("--label", text("label"));
  const size = imageSize("--size", text("size"));
  const rate = positiveNumber("--learning-rate", text("learning-rate"));
  const given = {
    method: oneOf("--method", text("method"), methods),
    width: one(wholeNumbers("--width", text("width"), 0)),
    epochs: wholeNumber("--epochs", text("epochs"), 1),
    batchSize: wholeNumber("--batch-size", text("batch-size"), 1),
    seed: wholeNumber("--seed", text("seed"), 0),
    validation: share("--validation", text("validation")),
    optimizer: rate === undefined ? undefined : ({ kind: "adam", learningRate: rate } as const),
  };
  return {
    table: {
      label: one(label) ?? [],
      ...defined({
        answer: oneOf("--answer", text("answer"), answers),
        features: words("--features", text("features")),
        group: text("group"),
      }),
      reading: {
        missing: words("--missing", text("missing")) ?? [],
        kinds: columnKinds(words("--words", text("words")) ?? [], words("--numbers", text("numbers")) ?? []),
      },
    },
    images: {
      ...defined({ size }),
      ...(args.grayscale === true && { grayscale: true }),
      ...(args["skip-unreadable"] === true && { unreadable: "skip" as const }),
    },
    options: defined(given),
  };
}

/** What columns hold that are named; one cannot hold both. */
function columnKinds(
  wordColumns: readonly string[],
  numberColumns: readonly string[],
): Readonly<Record<string, "words" | "numbers">> {
  const both = wordColumns.find((name) => numberColumns.includes(name));
  if (both !== undefined)
    throw new UsageError(`--words and --numbers must name different columns, both name ${both}`);
  return Object.fromEntries([
    ...wordColumns.map((name) => [name, "words"] as const),
    ...numberColumns.map((name) => [name, "numbers"] as const),
  ]);
}

/** What stands alone, without its list. */
function one<T>(list: readonly T[] | undefined): T | readonly T[] | undefined {
  return list?.length === 1 ? list[0]! : list;
}

/** Without the fields that are undefined. */
function defined<T extends object>(object: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as ReturnType<
    typeof defined<T>
  >;
}

const ownOptions = {
  table: ["label", "answer", "features", "group", "missing", "words", "numbers"],
  images: ["size", "grayscale", "skip-unreadable"],
} as const;

/** Refuses options that say nothing about data of this kind. */
function checkFits(data: Data, args: Arguments): void {
  for (const kind of ["table", "images"] as const) {
    const other = ownOptions[kind].find((name) => data.kind !== kind && args[name] !== undefined);
    if (other !== undefined)
      throw new UsageError(`--${other} is for ${dataKinds[kind]}, got ${dataKinds[data.kind]}`);
  }
  if (data.kind === "set" && args.validation !== undefined)
    throw new UsageError("--validation is for tables and folders: the test part of a named set is held out");
  if (data.kind === "table" && args.label === undefined)
    throw new UsageError("--label is missing, the column that the model is to answer: --label species");
}

function reportOf(out: string, bytes: number, result: TrainResult): object {
  const { stopped, history, training, heldOut, leftOut, ignored, measures } = result;
  const epochs = { epochs: history.length, lastEpoch: history.at(-1) };
  return { out, bytes, stopped, ...epochs, training, heldOut, leftOut, ignored, measures };
}

function reportText(out: string, bytes: number, result: TrainResult): string {
  const { history, training, heldOut, leftOut = 0, ignored = [] } = result;
  const number = (value: number): string => value.toLocaleString("en-US");
  const left = leftOut > 0 ? `, left ${number(leftOut)} out` : "";
  return [
    `${out}: ${number(bytes)} bytes`,
    `trained on ${number(training)} samples for ${history.length} epochs, measured on ${number(heldOut)}${left}`,
    ...ignored.map(({ name, reason }) => `without the column ${name}: ${reason}`),
  ].join("\n");
}
