import { logSoftmax, relu, softplus } from "./operators/activations.js";
import { add, multiply, negate, scale, square, subtract } from "./operators/arithmetic.js";
import { absolute } from "./operators/sign.js";
import { scalar, type Value } from "./value.js";

// What every output, [batch, outputs], adds to the loss of its sample. The last layer is left out where a formula from
// what enters it does not overflow.

/**
 * −t ln p for p = softmax(z) and targets t.
 *
 * @param z - the scores before the activation, [batch, nodes]
 * @param t - what is wanted, of the same shape
 *
 * @example
 * import { constant, interpret, softmaxCrossEntropy } from "@reciprocal/graph";
 *
 * const z = constant(Float32Array.of(2, -1), [1, 2]);
 * const t = constant(Float32Array.of(1, 0), [1, 2]);
 * console.log(interpret({ loss: softmaxCrossEntropy(z, t) }).loss.data);
 * // => Float64Array(2) [ 0.048587351573742055, 0 ]
 */
export const softmaxCrossEntropy = (z: Value, t: Value): Value => negate(multiply(t, logSoftmax(z)));

/**
 * −t ln p − (1 − t) ln(1 − p) for p = sigmoid(z) and targets t from 0 to 1, as t ln(1 + e⁻ᶻ) + (1 − t) ln(1 + eᶻ): no
 * large numbers cancel, and so an answer that is surely right costs nearly nothing instead of a rounding error.
 *
 * @param z - the scores before the activation, [batch, nodes]
 * @param t - what is wanted, of the same shape
 *
 * @example
 * import { constant, interpret, sigmoidCrossEntropy } from "@reciprocal/graph";
 *
 * const z = constant(Float32Array.of(2, -1), [1, 2]);
 * const t = constant(Float32Array.of(1, 0), [1, 2]);
 * console.log(interpret({ loss: sigmoidCrossEntropy(z, t) }).loss.data);
 * // => Float64Array(2) [ 0.1269280110429725, 0.31326168751822286 ]
 */
export const sigmoidCrossEntropy = (z: Value, t: Value): Value =>
  add(multiply(t, softplus(negate(z))), multiply(subtract(scalar(1), t), softplus(z)));

/**
 * (y − t)²
 *
 * @param y - what came out, of any shape
 * @param t - what is wanted, of the same shape
 *
 * @example
 * import { constant, interpret, squaredError } from "@reciprocal/graph";
 *
 * const y = constant(Float32Array.of(2, -1), [1, 2]);
 * const t = constant(Float32Array.of(1, 0), [1, 2]);
 * console.log(interpret({ loss: squaredError(y, t) }).loss.data);
 * // => Float64Array(2) [ 1, 1 ]
 */
export const squaredError = (y: Value, t: Value): Value => square(subtract(y, t));

/**
 * e² / 2 for e = y − t up to |e| = 1, |e| − 1/2 beyond.
 *
 * @param y - what came out, of any shape
 * @param t - what is wanted, of the same shape
 *
 * @example
 * import { constant, huberError, interpret } from "@reciprocal/graph";
 *
 * const y = constant(Float32Array.of(2, -1), [1, 2]);
 * const t = constant(Float32Array.of(1, 0), [1, 2]);
 * console.log(interpret({ loss: huberError(y, t) }).loss.data);
 * // => Float64Array(2) [ 0.5, 0.5 ]
 */
export function huberError(y: Value, t: Value): Value {
  const size = absolute(subtract(y, t));
  const clamped = subtract(size, relu(subtract(size, scalar(1))));
  return multiply(clamped, subtract(size, scale(clamped, 0.5)));
}
