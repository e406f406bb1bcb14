import { apply, type Operator } from "../operator.js";
import { scalar, type Value } from "../value.js";
import { multiply } from "./arithmetic.js";

/**
 * HardSigmoid with a slope near the largest float32: 0 up to 0, and 1 from the smallest normal number on
 * (in between, below 10⁻³⁸, a fraction). ONNX Runtime vectorises it; Sign, and Greater with Where, take several
 * times longer there.
 */
const heaviside: Operator = { type: "HardSigmoid", shape: ([a]) => a!.shape };

const signum: Operator = { type: "Sign", shape: ([a]) => a!.shape };

const magnitude: Operator = {
  type: "Abs",
  shape: ([a]) => a!.shape,
  gradient: ({ operands: [a] }, upstream) => [multiply(upstream, sign(a!))],
};

/** 1 where a > 0, else 0. Its slope counts as 0 everywhere. */
export const step = (a: Value): Value =>
  apply(heaviside, [a], { alpha: { type: "float", value: 3e38 }, beta: { type: "float", value: 0 } });

/** −1, 0 or 1. Its slope counts as 0 everywhere. */
export const sign = (a: Value): Value => apply(signum, [a]);

/** |a|; the slope at 0 is taken as 0. */
export const absolute = (a: Value): Value => apply(magnitude, [a]);

/** a², kept here because L2 penalties and squared errors share it. */
export const square = (a: Value): Value => multiply(a, a);

/** a times a number. */
export const scale = (a: Value, factor: number): Value => (factor === 1 ? a : multiply(a, scalar(factor)));
