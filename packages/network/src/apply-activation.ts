import { erf } from "@reciprocal/spectral";
import { type Activation, type ActivationFunction, defaultSlope } from "./activation.js";

const elementwise: Readonly<
  Record<Exclude<Activation, "softmax" | "relu">, (x: number, slope: number) => number>
> = {
  linear: (x) => x,
  tanh: Math.tanh,
  sigmoid,
  elu: (x) => (x > 0 ? x : Math.expm1(x)),
  "leaky-relu": (x, slope) => (x > 0 ? x : slope * x),
  gelu: (x) => (x / 2) * (1 + erf(x * Math.SQRT1_2)),
  silu: (x) => x * sigmoid(x),
  // the power is never more than 1
  softplus: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  "hard-swish": (x) => x * Math.min(Math.max(x / 6 + 0.5, 0), 1),
};

/**
 * An activation over a batch in float64, row-major, `nodes` values per sample:
 * - relu max(x, 0); leaky-relu x, or slope · x below zero; elu x, or e^x − 1 below zero
 * - sigmoid 1 / (1 + e^−x); softplus ln(1 + e^x); tanh
 * - gelu x Φ(x), Φ the cumulative distribution function of the normal distribution, (1 + erf(x/√2)) / 2; it is not the
 *   form with a tanh, which differs by up to 5·10⁻⁴
 * - silu, also called swish, x / (1 + e^−x); hard-swish x · min(max(x/6 + 1/2, 0), 1)
 * - softmax e^(x_i − max x) / Σ_j e^(x_j − max x)
 *
 * Finite values stay finite however large, and NaN stays NaN. The last bits of tanh, exp, expm1 and log1p are the
 * platform's. Of gelu below −5 only some digits are right, since 1 + erf cancels; its error is below 10⁻¹⁵ there.
 *
 * The first argument is an activation layer, for instance.
 *
 * @param layer - the activation and, for leaky-relu, its slope
 * @param values - samples × nodes, row-major; not modified
 * @param nodes - values per sample
 * @returns new values; `values` is not modified
 *
 * @example
 * import { applyActivation } from "@reciprocal/network";
 *
 * console.log(applyActivation({ activation: "relu" }, Float64Array.of(-1, 0, 2), 3));
 * // => Float64Array(3) [ 0, 0, 2 ]
 */
export function applyActivation(
  { activation, slope = defaultSlope }: ActivationFunction,
  values: Float64Array,
  nodes: number,
): Float64Array {
  if (activation === "softmax") return softmax(values, nodes);
  if (activation === "relu") return relu(values);
  const f = elementwise[activation];
  return values.map((x) => f(x, slope));
}

function sigmoid(x: number): number {
  // if e^−x overflows, 1 / (1 + ∞) is the right zero
  return 1 / (1 + Math.exp(-x));
}

/** In a loop of its own: a call per value would take longer than a product of few weights. */
function relu(values: Float64Array): Float64Array {
  const result = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) result[i] = Math.max(values[i]!, 0); // NaN stays NaN
  return result;
}

function softmax(values: Float64Array, nodes: number): Float64Array {
  const result = new Float64Array(values.length);
  for (let start = 0; start < values.length; start += nodes) {
    let maximum = -Infinity;
    for (let i = start; i < start + nodes; i++) maximum = Math.max(maximum, values[i]!);
    let total = 0;
    for (let i = start; i < start + nodes; i++) total += result[i] = Math.exp(values[i]! - maximum);
    for (let i = start; i < start + nodes; i++) result[i]! /= total;
  }
  return result;
}
