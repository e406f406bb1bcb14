import type { Activation } from "./activation.js";

const elementwise = {
  linear: (x: number) => x,
  tanh: Math.tanh,
  // if e^−x overflows, 1 / (1 + ∞) is the right zero
  sigmoid: (x: number) => 1 / (1 + Math.exp(-x)),
  elu: (x: number) => (x > 0 ? x : Math.expm1(x)),
};

/**
 * An activation over a batch in float64, row-major, `nodes` values per sample:
 * relu max(x, 0), sigmoid 1 / (1 + e^−x), elu x or e^x − 1 below zero, softmax e^(x_i − max x) / Σ_j e^(x_j − max x).
 *
 * Finite values stay finite however large, and NaN stays NaN. The last bits of tanh, exp and expm1 are the platform's.
 *
 * @returns new values; `values` is not modified
 */
export function applyActivation(activation: Activation, values: Float64Array, nodes: number): Float64Array {
  if (activation === "softmax") return softmax(values, nodes);
  if (activation === "relu") return relu(values);
  return values.map((x) => elementwise[activation](x));
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
