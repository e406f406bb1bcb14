import { callback, integer, limit, object, oneOf, options, type OptionTable } from "@reciprocal/guards";
import type { Loss } from "@reciprocal/network";
import type { Engine } from "../engine/engine.js";
import { adam } from "../optimizers/adam.js";
import { optimizerRule, type OptimizerOptions } from "../optimizers/create-optimizer.js";
import type { OptimizerState } from "../optimizers/optimizer-state.js";
import { penaltyOptions, type Penalties } from "../penalties.js";
import { losses } from "../losses.js";

/** Options of `createTrainer`. */
export interface TrainerOptions {
  /** Samples per step, for choosing the cheapest form of each layer; a step may still have fewer. Default 32. */
  readonly batchSize?: number;
  /** Default `cross-entropy`. */
  readonly loss?: Loss;
  /** Default Adam with its defaults. */
  readonly optimizer?: OptimizerOptions;
  /** Of the trainer from which `network` came, for training to go on as if it had not ended. Default: a fresh one. */
  readonly optimizerState?: OptimizerState | undefined;
  /** Default none. */
  readonly penalties?: Penalties;
  /** Default: the one that loadEngine finds. */
  readonly engine?: Engine;
  /** Told if that is not the preferred one; see EngineOptions. */
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
    loss: oneOf(losses).default("cross-entropy"),
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
