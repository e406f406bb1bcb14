import { logSoftmax, relu, softplus } from "./operators/activations.js";
import { add, multiply, negate, scale, square, subtract } from "./operators/arithmetic.js";
import { absolute } from "./operators/sign.js";
import { scalar, type Value } from "./value.js";

// What every output, [batch, outputs], adds to the loss of its sample. The last layer is left out where a formula from
// what enters it does not overflow.

/** −t ln p for p = softmax(z) and targets t. */
export const softmaxCrossEntropy = (z: Value, t: Value): Value => negate(multiply(t, logSoftmax(z)));

/**
 * −t ln p − (1 − t) ln(1 − p) for p = sigmoid(z) and targets t from 0 to 1, as t ln(1 + e⁻ᶻ) + (1 − t) ln(1 + eᶻ): no
 * large numbers cancel, and so an answer that is surely right costs nearly nothing instead of a rounding error.
 */
export const sigmoidCrossEntropy = (z: Value, t: Value): Value =>
  add(multiply(t, softplus(negate(z))), multiply(subtract(scalar(1), t), softplus(z)));

/** (y − t)² */
export const squaredError = (y: Value, t: Value): Value => square(subtract(y, t));

/** e² / 2 for e = y − t up to |e| = 1, |e| − 1/2 beyond. */
export function huberError(y: Value, t: Value): Value {
  const size = absolute(subtract(y, t));
  const clamped = subtract(size, relu(subtract(size, scalar(1))));
  return multiply(clamped, subtract(size, scale(clamped, 0.5)));
}
