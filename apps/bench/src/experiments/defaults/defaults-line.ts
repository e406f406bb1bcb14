import type { DatasetName, Method } from "@reciprocal/published";
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
  onlyNull,
  oneOf,
  seed,
  text,
} from "../../fields.js";
import { optimizerField } from "../optimizer-field.js";
import { tableNames, type TableName } from "../../small-tables.js";

/** The kinds of layers that are compared. */
export const kinds = ["dense", "spectral", "s-svd", "s-qr"] as const satisfies readonly Method[];
export type Kind = (typeof kinds)[number];

/** A network with one hidden layer, trained with the defaults of the library. */
export interface DefaultsRun {
  readonly dataset: TableName | Extract<DatasetName, "mnist">;
  readonly method: Kind;
  /** Hidden nodes, ReLU. */
  readonly width: number;
  /** Decides initial values, the order of the samples, and of a small table what is held out. */
  readonly seed: number;
  readonly settings: {
    readonly trainSamples: null;
    readonly testSamples: null;
    readonly epochs: number;
    /** Not given to `fit`, which takes it by itself; here so that other defaults are other runs. */
    readonly defaultOptimizer: OptimizerSettings;
  };
}

export const defaultsSetting = {
  dataset: oneOf([...tableNames, "mnist"]),
  method: oneOf(kinds),
  width: countFrom1,
  seed,
  settings: object({
    trainSamples: onlyNull,
    testSamples: onlyNull,
    epochs: countFrom1,
    defaultOptimizer: optimizerField,
  }),
} satisfies FieldsFor<DefaultsRun>;

export const defaultsFields = {
  /** All that train, biases too. */
  trainedParameters: count,
  /** Fraction of what is held out. */
  testAccuracy: fraction,
  testLoss: number,
  /** Of training. */
  seconds: duration,
  engine: text,
};

export type DefaultsLine = Line<DefaultsRun, typeof defaultsFields>;
export type DefaultsResult = FieldsOf<typeof defaultsFields>;
