import type { DatasetName, Method } from "@reciprocal/published";
import type { OptimizerSettings } from "@reciprocal/training";
import type { Line } from "../../experiment.js";
import { number, object, oneOf, text, type FieldsOf } from "../../fields.js";
import type { TableName } from "../../small-tables.js";

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

export const defaultsFields = {
  method: oneOf(kinds),
  width: number,
  seed: number,
  settings: object({ epochs: number }),
  /** All that train, biases too. */
  trainedParameters: number,
  /** Fraction of what is held out. */
  testAccuracy: number,
  testLoss: number,
  /** Of training. */
  seconds: number,
  engine: text,
};

export type DefaultsLine = Line<DefaultsRun, typeof defaultsFields>;
export type DefaultsResult = Omit<FieldsOf<typeof defaultsFields>, keyof DefaultsRun>;
