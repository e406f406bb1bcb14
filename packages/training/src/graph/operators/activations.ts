import { apply, type Operator } from "../operator.js";
import { scalar, type Value } from "../value.js";
import { add, multiply, subtract } from "./arithmetic.js";
import { reduceSum } from "./reduce-sum.js";
import { step } from "./step.js";

const elementwise: Operator["shape"] = ([a]) => a!.shape;

const rectifier: Operator = {
  type: "Relu",
  shape: elementwise,
  // the slope at 0 is taken as 0
  gradient: (y, upstream) => [multiply(upstream, step(y))],
};

const hyperbolicTangent: Operator = {
  type: "Tanh",
  shape: elementwise,
  gradient: (y, upstream) => [multiply(upstream, subtract(scalar(1), multiply(y, y)))],
};

const logistic: Operator = {
  type: "Sigmoid",
  shape: elementwise,
  gradient: (y, upstream) => [multiply(upstream, multiply(y, subtract(scalar(1), y)))],
};

const exponentialLinear: Operator = {
  type: "Elu",
  shape: elementwise,
  // below 0 the slope is eˣ = y + 1, above it is 1: both are 1 + (y − relu(y))
  gradient: (y, upstream) => [multiply(upstream, add(subtract(y, relu(y)), scalar(1)))],
};

const softMaximum: Operator = {
  type: "Softmax",
  shape: elementwise,
  gradient: (y, upstream) => {
    const mean = reduceSum(multiply(upstream, y), [1], { keepDimensions: true });
    return [multiply(y, subtract(upstream, mean))];
  },
};

const logSoftMaximum: Operator = {
  type: "LogSoftmax",
  shape: elementwise,
  gradient: (y, upstream) => {
    const total = reduceSum(upstream, [1], { keepDimensions: true });
    return [subtract(upstream, multiply(exponential(y), total))];
  },
};

const exponentiation: Operator = {
  type: "Exp",
  shape: elementwise,
  gradient: (y, upstream) => [multiply(upstream, y)],
};

const overNodes = { axis: { type: "int", value: 1 } } as const;

/** max(a, 0) */
export const relu = (a: Value): Value => apply(rectifier, [a]);

export const tanh = (a: Value): Value => apply(hyperbolicTangent, [a]);

/** 1 / (1 + e⁻ᵃ) */
export const sigmoid = (a: Value): Value => apply(logistic, [a]);

/** a where a > 0, else eᵃ − 1 */
export const elu = (a: Value): Value => apply(exponentialLinear, [a]);

/** eᵃ / Σ eᵃ over the nodes of a sample: [batch, nodes] */
export const softmax = (a: Value): Value => apply(softMaximum, [a], overNodes);

/** ln softmax(a), without the overflow: [batch, nodes] */
export const logSoftmax = (a: Value): Value => apply(logSoftMaximum, [a], overNodes);

/** eᵃ */
export const exponential = (a: Value): Value => apply(exponentiation, [a]);
