import { callback, integer, object, oneOf, options, type OptionTable } from "@reciprocal/guards";
import type { Loss } from "@reciprocal/network";
import type { Engine } from "../engine/engine.js";
import { losses } from "../losses.js";
import { trainerOptions } from "../trainer/options.js";

/** Options of `predict`. */
export interface PredictOptions {
  /** Samples per run. Default 1000. */
  readonly batchSize?: number;
  /** Default: the one that loadEngine finds. */
  readonly engine?: Engine;
  /** Told if that is not the preferred one; see EngineOptions. */
  readonly onWarning?: (message: string) => void;
}

/** Options of `evaluate`. */
export interface EvaluateOptions extends PredictOptions {
  /** Default `cross-entropy`. */
  readonly loss?: Loss;
}

const predictTable = () =>
  ({
    batchSize: integer({ min: 1 }).default(1000),
    engine: object<Engine>().optional(),
    onWarning: callback<(message: string) => void>().optional(),
  }) satisfies OptionTable<PredictOptions>;

export const predictOptions = options(predictTable);

export const evaluateOptions = options(
  () =>
    ({
      ...predictTable(),
      loss: oneOf(losses).default(trainerOptions.defaults.loss),
    }) satisfies OptionTable<EvaluateOptions>,
);
