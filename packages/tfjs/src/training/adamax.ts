import { number, options, type OptionTable } from "@reciprocal/guards";
import { backend } from "@tensorflow/tfjs-core";
import { AdamaxOptimizer } from "./adamax-optimizer.js";

/** Options of `adamax`. */
export interface AdamaxOptions {
  /** η. Default 0.001, as in Keras; `adamax` of `@reciprocal/training` has other rates, by role. */
  readonly learningRate?: number;
  /** Decay β₁ of the first moment. Default 0.9. */
  readonly beta1?: number;
  /** Decay β₂ of the largest gradient. Default 0.999. */
  readonly beta2?: number;
  /** ε, added to the denominator. Default that of the backend in use: 1e-7, or 1e-4 if it computes in float16. */
  readonly epsilon?: number;
  /** Lowers the rate: η / (1 + decay · t) at step t, from 0. Default 0. */
  readonly decay?: number;
}

const adamaxOptions = options(
  () =>
    ({
      learningRate: number({ above: 0 }).default(0.001),
      beta1: number({ min: 0, below: 1 }).default(0.9),
      beta2: number({ min: 0, below: 1 }).default(0.999),
      epsilon: number({ above: 0 }).optional(),
      decay: number({ min: 0 }).default(0),
    }) satisfies OptionTable<AdamaxOptions>,
);

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
 * @throws {TypeError} for an unknown option, a setting that is not a number, or a number in place of `{ learningRate }`
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { sequential } from "@tensorflow/tfjs-layers";
 * import { adamax, spectralDense } from "@reciprocal/tfjs";
 *
 * const model = sequential({ layers: [spectralDense({ units: 1, inputShape: [4] })] });
 * model.compile({ optimizer: adamax({ learningRate: 0.01 }), loss: "meanSquaredError" });
 */
export function adamax(options: AdamaxOptions = {}): AdamaxOptimizer {
  const { learningRate, beta1, beta2, decay, ...given } = adamaxOptions.read("adamax", options);
  const { epsilon = backend().epsilon() } = given;
  return new AdamaxOptimizer(learningRate, beta1, beta2, epsilon, decay);
}
