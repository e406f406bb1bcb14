import { any, integer, list, number, oneOf, type OptionTable, type Rule, ruleOf } from "@reciprocal/guards";
import { type Activation, activations, type MappingLayer } from "@reciprocal/network";
import type { FitOptions } from "@reciprocal/training";

/** What `fit` takes too; it checks them, and has their defaults. */
export type PassedOptions = Pick<
  FitOptions,
  | "optimizer"
  | "schedule"
  | "earlyStopping"
  | "penalties"
  | "engine"
  | "onEpoch"
  | "onWarning"
  | "onCheckpoint"
  | "checkpointEvery"
  | "signal"
>;

/** What `trainTable` and `trainImages` both take; options of `fit` have its defaults. */
export interface TrainOptions extends PassedOptions {
  /** How the kernels of the network are made: `spectral` (default), `s-svd`, `s-qr`, or `dense` for plain weights. */
  readonly method?: MappingLayer["kind"];
  /** Nodes of the hidden layer, or of several. 0 for none. */
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
    method: oneOf(["spectral", "s-svd", "s-qr", "dense"]).default("spectral"),
    width: widths().optional(),
    activation: oneOf(activations).default("relu"),
    epochs: integer({ min: 1 }).optional(),
    batchSize: integer({ min: 1 }).optional(),
    seed: integer({ min: 0 }).default(0),
    validation: number({ min: 0, below: 1 }).default(0.2),
    ...passedRules(),
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

/** What is given is passed on as it is. */
const passedRules = () =>
  ({
    optimizer: any<NonNullable<FitOptions["optimizer"]>>().optional(),
    schedule: any<NonNullable<FitOptions["schedule"]>>().optional(),
    earlyStopping: any<NonNullable<FitOptions["earlyStopping"]>>().optional(),
    penalties: any<NonNullable<FitOptions["penalties"]>>().optional(),
    engine: any<NonNullable<FitOptions["engine"]>>().optional(),
    onEpoch: any<NonNullable<FitOptions["onEpoch"]>>().optional(),
    onWarning: any<NonNullable<FitOptions["onWarning"]>>().optional(),
    onCheckpoint: any<NonNullable<FitOptions["onCheckpoint"]>>().optional(),
    checkpointEvery: any<NonNullable<FitOptions["checkpointEvery"]>>().optional(),
    signal: any<AbortSignal>().optional(),
  }) satisfies OptionTable<PassedOptions>;

/** What of the choices goes to `fit` as it was given. */
export function passedOn(choices: PassedOptions): PassedOptions {
  const names = Object.keys(passedRules());
  return Object.fromEntries(Object.entries(choices).filter(([name]) => names.includes(name)));
}
