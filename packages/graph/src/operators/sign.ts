import { apply, type Operator, type Value, type Application } from "../value.js";
import { multiply } from "./arithmetic.js";
import { unary } from "./elementwise.js";

const slope = 3e38;

/**
 * HardSigmoid with a slope near the largest float32: 0 up to 0, and 1 from the smallest normal number on
 * (in between, below 10⁻³⁸, a fraction). ONNX Runtime vectorizes it; Sign, and Greater with Where, take several
 * times longer there.
 */
const heaviside: Operator = {
  type: "HardSigmoid",
  ...unary((a) => Math.max(0, Math.min(1, slope * a))),
};

const signum: Operator = { type: "Sign", ...unary(Math.sign) };

const magnitude: Operator = {
  type: "Abs",
  ...unary(Math.abs),
  gradient: ({ operands: [a] }, upstream) => [multiply(upstream, sign(a!))],
};

/**
 * 1 if a > 0, else 0. Its slope counts as 0 everywhere.
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { input, interpret, step } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: step(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ 0, 0, 1 ]
 */
export const step = (a: Value): Application =>
  apply(heaviside, [a], { alpha: { type: "float", value: slope }, beta: { type: "float", value: 0 } });

/**
 * −1, 0 or 1. Its slope counts as 0 everywhere.
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { input, interpret, sign } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: sign(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ -1, 0, 1 ]
 */
export const sign = (a: Value): Application => apply(signum, [a]);

/**
 * |a|; the slope at 0 is taken as 0.
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { absolute, input, interpret } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: absolute(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ 1, 0, 2 ]
 */
export const absolute = (a: Value): Application => apply(magnitude, [a]);
