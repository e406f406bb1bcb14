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

/** max(a, 0) */
export const relu = (a: Value): Application => apply(reluOperator, [a]);

/** (eᵃ − e⁻ᵃ) / (eᵃ + e⁻ᵃ) */
export const tanh = (a: Value): Application => apply(tanhOperator, [a]);

/** 1 / (1 + e⁻ᵃ) */
export const sigmoid = (a: Value): Application => apply(sigmoidOperator, [a]);

/** a if a > 0, else eᵃ − 1 */
export const elu = (a: Value): Application => apply(eluOperator, [a]);

/** a if a > 0, else slope · a */
export const leakyRelu = (a: Value, slope: number): Application =>
  apply(leakyReluOperator, [a], { alpha: { type: "float", value: slope } });

/** ln(1 + eᵃ), without the overflow */
export const softplus = (a: Value): Application => apply(softplusOperator, [a]);

/** The error function, (2/√π) ∫₀ᵃ e^(−t²) dt */
export const errorFunction = (a: Value): Application => apply(errorFunctionOperator, [a]);

/** min(max(slope · a + offset, 0), 1) */
export const hardSigmoid = (a: Value, slope: number, offset: number): Application =>
  apply(hardSigmoidOperator, [a], {
    alpha: { type: "float", value: slope },
    beta: { type: "float", value: offset },
  });

/** a Φ(a), Φ the cumulative distribution function of the normal distribution: a (1 + erf(a/√2)) / 2 */
export const gelu = (a: Value): Application =>
  multiply(scale(a, 0.5), add(errorFunction(scale(a, Math.SQRT1_2)), scalar(1)));

/** a / (1 + e⁻ᵃ), also called swish */
export const silu = (a: Value): Application => multiply(a, sigmoid(a));

/** a · min(max(a/6 + 1/2, 0), 1) */
export const hardSwish = (a: Value): Application => multiply(a, hardSigmoid(a, 1 / 6, 0.5));

/** eᵃ */
export const exponential = (a: Value): Application => apply(exponentialOperator, [a]);

/** eᵃ / Σ eᵃ over the nodes of a sample: [batch, nodes] */
export const softmax = (a: Value): Application => apply(softmaxOperator, [a], overNodes);

/** ln softmax(a), without the overflow: [batch, nodes] */
export const logSoftmax = (a: Value): Application => apply(logSoftmaxOperator, [a], overNodes);
