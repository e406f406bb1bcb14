import { erf } from "@reciprocal/spectral";
import { apply, scalar, type Operator, type Value, type Application } from "../value.js";
import { add, multiply, negate, reduceSum, scale, square, subtract } from "./arithmetic.js";
import { unary } from "./elementwise.js";
import { step } from "./sign.js";

const reluOperator: Operator = {
  type: "Relu",
  ...unary((a) => Math.max(a, 0)),
  // the slope at 0 is taken as 0
  gradient: (y, upstream) => [multiply(upstream, step(y))],
};

const tanhOperator: Operator = {
  type: "Tanh",
  ...unary(Math.tanh),
  gradient: (y, upstream) => [multiply(upstream, subtract(scalar(1), multiply(y, y)))],
};

const sigmoidOperator: Operator = {
  type: "Sigmoid",
  ...unary((a) => 1 / (1 + Math.exp(-a))),
  gradient: (y, upstream) => [multiply(upstream, multiply(y, subtract(scalar(1), y)))],
};

const eluOperator: Operator = {
  type: "Elu",
  ...unary((a) => (a > 0 ? a : Math.expm1(a))),
  // below 0 the slope is eˣ = y + 1, above it is 1: both are 1 + (y − relu(y))
  gradient: (y, upstream) => [multiply(upstream, add(subtract(y, relu(y)), scalar(1)))],
};

const leakyReluOperator: Operator = {
  type: "LeakyRelu",
  shape: ([a]) => a!.shape,
  compute: ([a], _, { alpha }) => a!.data.map((x) => (x > 0 ? x : alpha!.value * x)),
  // the slope at 0 is that below it
  gradient: ({ operands: [a], attributes: { alpha } }, upstream) => [
    multiply(upstream, add(scale(step(a!), 1 - alpha!.value), scalar(alpha!.value))),
  ],
};

const errorFunctionOperator: Operator = {
  type: "Erf",
  ...unary(erf),
  gradient: ({ operands: [a] }, upstream) => [
    multiply(upstream, scale(exponential(negate(square(a!))), 2 / Math.sqrt(Math.PI))),
  ],
};

const hardSigmoidOperator: Operator = {
  type: "HardSigmoid",
  shape: ([a]) => a!.shape,
  compute: ([a], _, { alpha, beta }) =>
    a!.data.map((x) => Math.max(0, Math.min(1, alpha!.value * x + beta!.value))),
  // at both corners the slope is taken as 0
  gradient: (y, upstream) => {
    const isBetween = multiply(step(y), step(subtract(scalar(1), y)));
    return [multiply(upstream, scale(isBetween, y.attributes["alpha"]!.value))];
  },
};

const exponentialOperator: Operator = {
  type: "Exp",
  ...unary(Math.exp),
  gradient: (y, upstream) => [multiply(upstream, y)],
};

const softplusOperator: Operator = {
  type: "Softplus",
  // ln(1 + eᵃ), without the overflow
  ...unary((a) => Math.max(a, 0) + Math.log1p(Math.exp(-Math.abs(a)))),
  gradient: ({ operands: [a] }, upstream) => [multiply(upstream, sigmoid(a!))],
};

/** Shape and numbers of an operator that goes over the rows of a matrix. */
const rowwise = (f: (row: Float64Array) => Float64Array): Pick<Operator, "shape" | "compute"> => ({
  shape: ([a]) => a!.shape,
  compute: ([a], [rows, width]) => {
    const result = new Float64Array(a!.data.length);
    for (let row = 0; row < rows!; row++) {
      const [start, end] = [row * width!, (row + 1) * width!];
      result.set(f(a!.data.subarray(start, end)), start);
    }
    return result;
  },
});

/** ln Σ eᵃ, without the overflow */
function logSumExp(row: Float64Array): number {
  const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  return largest + Math.log(row.reduce((sum, a) => sum + Math.exp(a - largest), 0));
}

const softmaxOperator: Operator = {
  type: "Softmax",
  ...rowwise((row) => {
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity);
    const powers = row.map((a) => Math.exp(a - largest));
    const total = powers.reduce((a, b) => a + b, 0);
    return powers.map((power) => power / total);
  }),
  gradient: (y, upstream) => {
    const mean = reduceSum(multiply(upstream, y), [1], { keepDimensions: true });
    return [multiply(y, subtract(upstream, mean))];
  },
};

const logSoftmaxOperator: Operator = {
  type: "LogSoftmax",
  ...rowwise((row) => {
    const total = logSumExp(row);
    return row.map((a) => a - total);
  }),
  gradient: (y, upstream) => {
    const total = reduceSum(upstream, [1], { keepDimensions: true });
    return [subtract(upstream, multiply(exponential(y), total))];
  },
};

const overNodes = { axis: { type: "int", value: 1 } } as const;

/**
 * max(a, 0)
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { input, interpret, relu } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: relu(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ 0, 0, 2 ]
 */
export const relu = (a: Value): Application => apply(reluOperator, [a]);

/**
 * (eᵃ − e⁻ᵃ) / (eᵃ + e⁻ᵃ)
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { input, interpret, tanh } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: tanh(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ -0.7615941559557649, 0, 0.9640275800758169 ]
 */
export const tanh = (a: Value): Application => apply(tanhOperator, [a]);

/**
 * 1 / (1 + e⁻ᵃ)
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { input, interpret, sigmoid } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: sigmoid(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ 0.2689414213699951, 0.5, 0.8807970779778823 ]
 */
export const sigmoid = (a: Value): Application => apply(sigmoidOperator, [a]);

/**
 * a if a > 0, else eᵃ − 1
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { elu, input, interpret } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: elu(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ -0.6321205588285577, 0, 2 ]
 */
export const elu = (a: Value): Application => apply(eluOperator, [a]);

/**
 * a if a > 0, else slope · a
 *
 * @param a - the numbers, of any shape
 * @param slope - what numbers below 0 are multiplied by
 *
 * @example
 * import { input, interpret, leakyRelu } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: leakyRelu(a, 0.1) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ -0.1, 0, 2 ]
 */
export const leakyRelu = (a: Value, slope: number): Application =>
  apply(leakyReluOperator, [a], { alpha: { type: "float", value: slope } });

/**
 * ln(1 + eᵃ), without the overflow
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { input, interpret, softplus } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: softplus(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [
 * // =>   0.31326168751822286,
 * // =>   0.6931471805599453,
 * // =>   2.1269280110429727
 * // => ]
 */
export const softplus = (a: Value): Application => apply(softplusOperator, [a]);

/**
 * The error function, (2/√π) ∫₀ᵃ e^(−t²) dt
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { errorFunction, input, interpret } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: errorFunction(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ -0.842700792949715, 0, 0.9953222650189525 ]
 */
export const errorFunction = (a: Value): Application => apply(errorFunctionOperator, [a]);

/**
 * min(max(slope · a + offset, 0), 1)
 *
 * @param a - the numbers, of any shape
 * @param slope - what the numbers are multiplied by
 * @param offset - what is added then
 *
 * @example
 * import { hardSigmoid, input, interpret } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: hardSigmoid(a, 0.2, 0.5) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ 0.3, 0.5, 0.9 ]
 */
export const hardSigmoid = (a: Value, slope: number, offset: number): Application =>
  apply(hardSigmoidOperator, [a], {
    alpha: { type: "float", value: slope },
    beta: { type: "float", value: offset },
  });

/**
 * a Φ(a), Φ the cumulative distribution function of the normal distribution: a (1 + erf(a/√2)) / 2
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { gelu, input, interpret } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: gelu(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ -0.15865525807260955, 0, 1.9544997324075775 ]
 */
export const gelu = (a: Value): Application =>
  multiply(scale(a, 0.5), add(errorFunction(scale(a, Math.SQRT1_2)), scalar(1)));

/**
 * a / (1 + e⁻ᵃ), also called swish
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { input, interpret, silu } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: silu(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ -0.2689414213699951, 0, 1.7615941559557646 ]
 */
export const silu = (a: Value): Application => multiply(a, sigmoid(a));

/**
 * a · min(max(a/6 + 1/2, 0), 1)
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { hardSwish, input, interpret } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: hardSwish(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ -0.33333333333333337, 0, 1.6666666666666665 ]
 */
export const hardSwish = (a: Value): Application => multiply(a, hardSigmoid(a, 1 / 6, 0.5));

/**
 * eᵃ
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { exponential, input, interpret } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: exponential(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ 0.36787944117144233, 1, 7.38905609893065 ]
 */
export const exponential = (a: Value): Application => apply(exponentialOperator, [a]);

/**
 * eᵃ / Σ eᵃ over the nodes of a sample: [batch, nodes]
 *
 * @param a - scores, [batch, nodes]
 *
 * @example
 * import { input, interpret, softmax } from "@reciprocal/graph";
 *
 * const a = input("a", [2, 2]);
 * const { y } = interpret({ y: softmax(a) }, { a: { data: [1, 1, 2, 0], shape: [2, 2] } });
 * console.log(y.data);
 * // => Float64Array(4) [ 0.5, 0.5, 0.8807970779778823, 0.11920292202211755 ]
 */
export const softmax = (a: Value): Application => apply(softmaxOperator, [a], overNodes);

/**
 * ln softmax(a), without the overflow: [batch, nodes]
 *
 * @param a - scores, [batch, nodes]
 *
 * @example
 * import { input, interpret, logSoftmax } from "@reciprocal/graph";
 *
 * const a = input("a", [2, 2]);
 * const { y } = interpret({ y: logSoftmax(a) }, { a: { data: [1, 1, 2, 0], shape: [2, 2] } });
 * console.log(y.data);
 * // => Float64Array(4) [
 * // =>   -0.6931471805599454,
 * // =>   -0.6931471805599454,
 * // =>   -0.1269280110429727,
 * // =>   -2.1269280110429727
 * // => ]
 */
export const logSoftmax = (a: Value): Application => apply(logSoftmaxOperator, [a], overNodes);
