import {
  callback,
  integer,
  limit,
  number,
  object,
  oneOf,
  options,
  type OptionTable,
} from "@reciprocal/guards";
import { type Loss, losses } from "@reciprocal/network";
import { type ClassWeights, classWeightsRule } from "../class-weights.js";
import type { Engine } from "../engine/engine.js";
import { adam } from "../optimizers/adam.js";
import { optimizerRule, type OptimizerOptions } from "../optimizers/create-optimizer.js";
import type { OptimizerState } from "../optimizers/optimizer-state.js";
import { penaltyOptions, type Penalties } from "../penalties.js";
import { dropoutRule, type DropoutRates } from "./dropout.js";

/** Options of `createTrainer`. */
export interface TrainerOptions {
  /** Samples per step, for choosing the cheapest form of each layer; a step may still have fewer. Default 32. */
  readonly batchSize?: number;
  /**
   * What training makes small. Default: what fits the end of the network, `cross-entropy` after a softmax, `binary-cross-entropy` after a sigmoid,
   * else `mean-squared-error`. Take `huber` for numbers with outliers.
   */
  readonly loss?: Loss;
  /**
   * For the two cross-entropies, how much of each target is spread over all classes, from 0 to below 1:
   * t ← (1 − ε) t + ε / classes, with two classes for every output of a sigmoid. Take 0.1 where a network is too sure of
   * itself, or labels are partly wrong. In training only: validation and `evaluate` measure the plain loss. Default 0.
   */
  readonly labelSmoothing?: number;
  /**
   * What the samples of each class count in the loss, in the order of the labels, times their own weight; or `balanced`,
   * with which every class counts the same in all: samples / (classes × samples of the class). Take it where classes are
   * of very different size. In training only, as `labelSmoothing`. Default: 1 each.
   */
  readonly classWeights?: ClassWeights;
  /**
   * The share of the numbers that leave each hidden layer that is 0 in a step, at random, while the others are divided by
   * 1 − share; a list has one for every hidden layer. Take 0.2 to 0.5 where the training loss gets far smaller than that
   * of validation. In training only. Default 0.
   */
  readonly dropout?: DropoutRates;
  /**
   * The longest that the gradient of a step may be, over all groups together (√Σ g²); a longer one is shortened to it,
   * and keeps its direction. Take 1 where single batches throw the loss far off. Default: as long as it is.
   */
  readonly clipNorm?: number;
  /** Decides what dropout leaves out. Default 0. */
  readonly seed?: number;
  /** The update rule, with its rates and settings. Default Adam with its defaults. */
  readonly optimizer?: OptimizerOptions;
  /** Of the trainer from which `network` came, for training to go on as if it had not ended. Default: a fresh one. */
  readonly optimizerState?: OptimizerState | undefined;
  /** Sums of weights, or of their squares, that are added to the loss to keep them small. Default none. */
  readonly penalties?: Penalties;
  /** The runtime that computes, from `loadEngine`. Default: the one that it finds. */
  readonly engine?: Engine;
  /**
   * Told what should not pass in silence: a runtime other than the preferred one; in `fit` also a layer that starts far
   * from the right scale, a loss that ends as that of guessing or far above its first value, outputs that no sample uses. Take `console.warn`.
   */
  readonly onWarning?: (message: string) => void;
  /**
   * The most memory, in bytes, that may be spent on what the frozen part of the first layer makes of the data: for φx
   * 4 × samples × outputs bytes, for Vᵀx of S-SVD and Qx of S-QR 4 × samples × min(inputs, outputs). Beyond it the layer
   * is computed in every step. Default 1 GiB.
   */
  readonly precomputeLimitBytes?: number;
}

/** What `createTrainer` and `fit` both take. */
export const sharedTable = () =>
  ({
    batchSize: integer({ min: 1 }).default(32),
    loss: oneOf(losses).optional(),
    labelSmoothing: number({ min: 0, below: 1 }).default(0),
    classWeights: classWeightsRule().optional(),
    dropout: dropoutRule().default(0),
    clipNorm: number({ above: 0 }).optional(),
    seed: integer({ min: 0 }).default(0),
    optimizer: optimizerRule().default(adam()),
    penalties: penaltyOptions.rule.default(penaltyOptions.defaults),
    engine: object<Engine>().optional(),
    onWarning: callback<(message: string) => void>().optional(),
    precomputeLimitBytes: limit({ min: 0 }).default(2 ** 30),
  }) satisfies OptionTable<Omit<TrainerOptions, "optimizerState">>;

export const trainerOptions = options(
  () =>
    ({
      ...sharedTable(),
      optimizerState: object<OptimizerState>().optional(),
    }) satisfies OptionTable<TrainerOptions>,
);

/** Options of a trainer as they were read. */
export type TrainerSettings = ReturnType<typeof trainerOptions.read>;
