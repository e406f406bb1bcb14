import {
  any,
  callback,
  integer,
  list,
  number,
  type OptionalRule,
  oneOf,
  type Rule,
  ruleOf,
} from "@reciprocal/guards";
import { type Activation, activations, type MappingLayer } from "@reciprocal/network";
import type { FitOptions } from "@reciprocal/training";

const passedNames = [
  ...(["loss", "labelSmoothing", "classWeights", "dropout", "clipNorm", "penalties", "augment"] as const),
  ...(["optimizer", "schedule", "earlyStopping", "engine", "signal"] as const),
  ...(["onEpoch", "onStep", "onWarning", "onCheckpoint", "checkpointEvery"] as const),
] satisfies readonly (keyof FitOptions)[];

/** What `fit` takes too; it checks them, and has their defaults. */
export type PassedOptions = Pick<FitOptions, (typeof passedNames)[number]>;

/** What `trainTable` and `trainImages` both take; options of `fit` have its defaults. */
export interface TrainOptions extends PassedOptions {
  /** How the kernels of the network are made: `spectral` (default), `s-svd`, `s-qr`, or `dense` for plain weights. */
  readonly method?: MappingLayer["kind"];
  /** Nodes of the hidden layer, or of several; 0 for none. Default 32 for tables, 500 for images. */
  readonly width?: number | readonly number[];
  /** After each hidden layer. Default relu. */
  readonly activation?: Activation;
  /** Passes over the training part. Default: as many as make about 2,000 steps, from 10 to 200. */
  readonly epochs?: number;
  /** Samples per step. Default 32; 16 below 400 training samples, 128 from 10,000 on. */
  readonly batchSize?: number;
  /** Decides initial values, which samples are held out, and their order. Default 0. */
  readonly seed?: number;
  /** Share of the samples that is held out of training and measured; of each class alike. 0 for none. Default 0.2. */
  readonly validation?: number;
}

/** The rules of the options, without a default for `width`, which differs between tables and images. */
export const trainRules = () =>
  ({
    ...passedRules(),
    onWarning: callback<(message: string) => void>().optional(),
    method: oneOf(["spectral", "s-svd", "s-qr", "dense"]).default("spectral"),
    width: widths().optional(),
    activation: oneOf(activations).default("relu"),
    epochs: integer({ min: 1 }).optional(),
    batchSize: integer({ min: 1 }).optional(),
    seed: integer({ min: 0 }).default(0),
    validation: number({ min: 0, below: 1 }).default(0.2),
  }) satisfies Record<keyof TrainOptions, unknown>;

/** As a list, from the first hidden layer on. */
function widths(): Rule<readonly number[]> {
  const one = integer({ min: 0 });
  const more = list(integer({ min: 1 }));
  return ruleOf("a number of nodes, or a list of them", (where, name, value) => {
    if (Array.isArray(value)) return more.read(where, name, value);
    const nodes = one.read(where, name, value);
    return nodes === 0 ? [] : [nodes];
  });
}

/** Rules of what is passed on as it was given. */
function passedRules(): Readonly<Record<keyof PassedOptions, OptionalRule<unknown>>> {
  const rules = passedNames.map((name) => [name, any().optional()]);
  return Object.fromEntries(rules) as ReturnType<typeof passedRules>;
}

/** What of the choices goes to `fit`. */
export function passedOn(choices: Readonly<Partial<Record<keyof PassedOptions, unknown>>>): PassedOptions {
  return Object.fromEntries(
    passedNames.flatMap((name) => (choices[name] === undefined ? [] : [[name, choices[name]]])),
  );
}
