import { callback, integer, object, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { type Loss, losses } from "@reciprocal/network";
import type { Engine } from "../engine/engine.js";

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
  /** Default: what fits the end of the network, as for `fit`. */
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
      loss: oneOf(losses).optional(),
    }) satisfies OptionTable<EvaluateOptions>,
);
