import { networkFromText, type Network } from "@reciprocal/network";
import type { DatasetName } from "@reciprocal/published";
import type { OptimizerSettings } from "@reciprocal/training";
import type { Line } from "../../experiment.js";
import {
  count,
  countFrom1,
  duration,
  type FieldsFor,
  type FieldsOf,
  fraction,
  number,
  object,
  oneOf,
  orNull,
  positive,
  seed,
  text,
} from "../../fields.js";
import { optimizerField } from "../optimizer-field.js";

/** A network that reads digits, and how it is trained. */
export interface DigitReaderRun {
  readonly dataset: Extract<DatasetName, "mnist" | "digits">;
  /** Its mappings, such as `s-qr:80+s-qr:10`. */
  readonly form: string;
  readonly seed: number;
  readonly settings: {
    readonly trainSamples: number | null;
    readonly testSamples: number | null;
    readonly epochs: number;
    readonly batchSize: number;
    /** Part of the training samples that is held out, to choose a form by. */
    readonly validationPart: number;
    /** By how many pixels and degrees at most images are moved while training. */
    readonly shift: number;
    readonly rotate: number;
    /** Not given to `fit`, which takes it by itself; here so that other defaults are other runs. */
    readonly defaultOptimizer: OptimizerSettings;
  };
}

export const digitReaderSetting = {
  dataset: oneOf(["mnist", "digits"]),
  form: text,
  seed,
  settings: object({
    trainSamples: orNull(countFrom1),
    testSamples: orNull(countFrom1),
    epochs: countFrom1,
    batchSize: countFrom1,
    validationPart: fraction,
    shift: count,
    rotate: positive,
    defaultOptimizer: optimizerField,
  }),
} satisfies FieldsFor<DigitReaderRun>;

export const digitReaderFields = {
  /** All that train, biases too. */
  trainedParameters: count,
  /** The weights and biases of the dense network of the same shape. */
  denseParameters: count,
  /** Of the compact file with `spectra: "float16"`, and compressed as it travels. */
  fileBytes: countFrom1,
  fileGzipBytes: countFrom1,
  /** The same of `toDense` of the network: every weight stored. */
  denseFileBytes: countFrom1,
  denseFileGzipBytes: countFrom1,
  /** What the network in the file gets right: of the held-out samples after they were moved, which chooses the form, … */
  movedValidationAccuracy: fraction,
  /** … of the test set, of the test set after it was moved, and of generated digits, which it never saw. */
  testAccuracy: fraction,
  movedTestAccuracy: fraction,
  generatedAccuracy: fraction,
  testLoss: number,
  /** Of training. */
  seconds: duration,
  engine: text,
  /** The compact file in base64url. */
  file: text,
};

export type DigitReaderLine = Line<DigitReaderRun, typeof digitReaderFields>;
export type DigitReaderResult = FieldsOf<typeof digitReaderFields>;

/** What a page may ask of its readers. */
export const mostBytes = 16_000;

/** The line whose network the site shows: of those with a small enough file, the best on held-out samples that were moved. */
export function chosenLine(lines: readonly DigitReaderLine[]): DigitReaderLine | undefined {
  return lines
    .filter(({ dataset, fileBytes }) => dataset === "mnist" && fileBytes <= mostBytes)
    .toSorted((a, b) => b.movedValidationAccuracy - a.movedValidationAccuracy)[0];
}

/** The bytes in a line. */
export function fileOf({ file }: Pick<DigitReaderLine, "file">): Uint8Array {
  return new Uint8Array(Buffer.from(file, "base64url"));
}

/** The network in a line. */
export function networkOf({ file }: Pick<DigitReaderLine, "file">): Network {
  return networkFromText(file);
}
