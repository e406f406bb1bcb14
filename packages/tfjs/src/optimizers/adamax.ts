import { backend } from "@tensorflow/tfjs-core";
import { checkOptions } from "../internal/check-options.js";
import { AdamaxOptimizer } from "./adamax-optimizer.js";

export interface AdamaxOptions {
  /** η. Default 0.001, as in `@reciprocal/training`. */
  readonly learningRate?: number;
  /** Decay β₁ of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** Decay β₂ of the largest gradient. Default 0.999. */
  readonly beta2?: number;
  /** ε, added to the denominator. Default that of the backend in use: 1e-7, or 1e-4 where it computes in float16. */
  readonly epsilon?: number;
  /** Lowers the rate: η / (1 + decay · t) at step t, from 0. Default 0. */
  readonly decay?: number;
}

/**
 * Adamax (Kingma & Ba 2015, algorithm 2) for `model.compile` and `minimize`, whose state `model.save(…, {
 * includeOptimizer: true })` and `loadLayersModel` carry, so that training goes on as if it had not stopped.
 *
 * m ← β₁ m + (1 − β₁) g, u ← max(β₂ u, |g|), p ← p − (η / (1 − β₁ᵗ)) m / (u + ε)
 *
 * `registerLayers` must be called before loading. `tf.train.adamax` computes the same but cannot be saved.
 *
 * @returns an optimizer that is the caller's to dispose: disposing the model does not
 * @throws {RangeError} for settings out of range
 * @throws {TypeError} for an unknown option
 */
export function adamax(options: AdamaxOptions = {}): AdamaxOptimizer {
  checkOptions("adamax", options, ["learningRate", "beta1", "beta2", "epsilon", "decay"]);
  const {
    learningRate = 0.001,
    beta1 = 0.9,
    beta2 = 0.999,
    epsilon = backend().epsilon(),
    decay = 0,
  } = options;
  check("learningRate", learningRate, learningRate > 0, "above 0");
  check("beta1", beta1, 0 <= beta1 && beta1 < 1, "in [0, 1)");
  check("beta2", beta2, 0 <= beta2 && beta2 < 1, "in [0, 1)");
  check("epsilon", epsilon, epsilon > 0, "above 0");
  check("decay", decay, decay >= 0, "at least 0");
  return new AdamaxOptimizer(learningRate, beta1, beta2, epsilon, decay);
}

function check(name: string, value: number, isGood: boolean, needed: string): void {
  if (isGood && Number.isFinite(value)) return;
  throw new RangeError(`adamax: ${name} must be ${needed}, got ${value}`);
}
