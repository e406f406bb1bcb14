import { Random } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { gradients } from "./differentiate.js";
import { interpret, type Feed } from "./interpret.js";
import { huberError, sigmoidCrossEntropy, softmaxCrossEntropy, squaredError } from "./losses.js";
import {
  elu,
  errorFunction,
  exponential,
  gelu,
  hardSigmoid,
  hardSwish,
  leakyRelu,
  logSoftmax,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
} from "./operators/activations.js";
import { add, multiply, negate, reduceSum, scale, square, subtract } from "./operators/arithmetic.js";
import { block, joinColumns, joinRows } from "./operators/blocks.js";
import { castTo, isAtLeast, isAtMost, isBoth, where } from "./operators/comparison.js";
import { matrixProduct } from "./operators/matrix-product.js";
import { squeeze, unsqueeze } from "./operators/reshape.js";
import { absolute, sign, step } from "./operators/sign.js";
import { runGraph } from "./testing/run-graph.js";
import { constant, input, scalar, type Input, type Value } from "./value.js";

interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly build: (...operands: Value[]) => Value;
}

const cases: readonly Case[] = [
  {
    name: "add, same shape",
    shapes: [
      [3, 4],
      [3, 4],
    ],
    build: add,
  },
  { name: "add, row to matrix", shapes: [[3, 4], [4]], build: add },
  { name: "add, number to matrix", shapes: [[], [3, 4]], build: add },
  { name: "subtract, column from row", shapes: [[4], [3, 1]], build: subtract },
  {
    name: "multiply, same shape",
    shapes: [
      [3, 4],
      [3, 4],
    ],
    build: multiply,
  },
  {
    name: "multiply, column by matrix",
    shapes: [
      [3, 1],
      [3, 4],
    ],
    build: multiply,
  },
  { name: "multiply, matrix by row", shapes: [[3, 4], [4]], build: multiply },
  { name: "multiply, a value by itself", shapes: [[3, 4]], build: (a) => multiply(a, a) },
  { name: "negate", shapes: [[3, 4]], build: negate },
  { name: "reduceSum over all", shapes: [[3, 4]], build: (a) => reduceSum(a) },
  { name: "reduceSum over samples", shapes: [[3, 4]], build: (a) => reduceSum(a, [0]) },
  {
    name: "reduceSum over nodes, kept",
    shapes: [[3, 4]],
    build: (a) => reduceSum(a, [1], { keepDimensions: true }),
  },
  { name: "unsqueeze", shapes: [[3]], build: (a) => unsqueeze(a, [1]) },
  { name: "squeeze", shapes: [[3, 1]], build: (a) => squeeze(a, [1]) },
  { name: "block", shapes: [[4, 5]], build: (a) => block(a, [1, 3], [2, 5]) },
  {
    name: "block, two that overlap",
    shapes: [[4, 5]],
    build: (a) => add(block(a, [0, 2], [0, 5]), block(a, [1, 3], [0, 5])),
  },
  {
    name: "joinRows",
    shapes: [
      [2, 3],
      [1, 3],
      [3, 3],
    ],
    build: (...parts) => joinRows(parts),
  },
  {
    name: "joinColumns",
    shapes: [
      [3, 2],
      [3, 1],
      [3, 3],
    ],
    build: (...parts) => joinColumns(parts),
  },
  {
    name: "matrixProduct",
    shapes: [
      [3, 4],
      [4, 5],
    ],
    build: (a, b) => matrixProduct(a, b),
  },
  {
    name: "matrixProduct, Aᵀ",
    shapes: [
      [4, 3],
      [4, 5],
    ],
    build: (a, b) => matrixProduct(a, b, { transposeA: true }),
  },
  {
    name: "matrixProduct, Bᵀ",
    shapes: [
      [3, 4],
      [5, 4],
    ],
    build: (a, b) => matrixProduct(a, b, { transposeB: true }),
  },
  {
    name: "matrixProduct, Aᵀ Bᵀ",
    shapes: [
      [4, 3],
      [5, 4],
    ],
    build: (a, b) => matrixProduct(a, b, { transposeA: true, transposeB: true }),
  },
  {
    name: "matrixProduct plus a row",
    shapes: [[3, 4], [4, 5], [5]],
    build: (a, b, c) => matrixProduct(a, b, { plus: c }),
  },
  { name: "relu", shapes: [[3, 4]], build: relu },
  { name: "tanh", shapes: [[3, 4]], build: tanh },
  { name: "sigmoid", shapes: [[3, 4]], build: sigmoid },
  ...Object.entries({ softmaxCrossEntropy, sigmoidCrossEntropy, squaredError, huberError }).map(
    ([name, build]) => ({
      name,
      shapes: [
        [3, 4],
        [3, 4],
      ],
      build: (a: Value, b: Value) => build(a, b),
    }),
  ),
  { name: "elu", shapes: [[3, 4]], build: elu },
  { name: "leakyRelu", shapes: [[3, 4]], build: (a) => leakyRelu(a, 0.25) },
  { name: "softplus", shapes: [[3, 4]], build: softplus },
  { name: "errorFunction", shapes: [[3, 4]], build: errorFunction },
  { name: "hardSigmoid", shapes: [[3, 4]], build: (a) => hardSigmoid(a, 0.5, 0.25) },
  { name: "gelu", shapes: [[3, 4]], build: gelu },
  { name: "silu", shapes: [[3, 4]], build: silu },
  { name: "hardSwish", shapes: [[3, 4]], build: hardSwish },
  { name: "hardSwish, beyond its corners", shapes: [[3, 4]], build: (a) => hardSwish(scale(a, 4)) },
  { name: "exponential", shapes: [[3, 4]], build: exponential },
  { name: "softmax", shapes: [[3, 4]], build: softmax },
  { name: "logSoftmax", shapes: [[3, 4]], build: logSoftmax },
  { name: "absolute", shapes: [[3, 4]], build: absolute },
  { name: "square", shapes: [[3, 4]], build: square },
  { name: "scale", shapes: [[3, 4]], build: (a) => scale(a, -2.5) },
  { name: "where", shapes: [[3, 1], [3, 4], [4]], build: (a, b, c) => where(isAtLeast(a, scalar(0)), b, c) },
  {
    name: "multiply, by two truth values",
    shapes: [[3, 4]],
    build: (a) =>
      multiply(a, castTo("float32", isBoth(isAtLeast(a, scalar(-0.75)), isAtMost(a, scalar(0.75))))),
  },
  {
    name: "multiply, by a truth value",
    shapes: [[3, 4]],
    build: (a) => multiply(a, castTo("float32", isAtLeast(absolute(a), scalar(0.75)))),
  },
];

/** Operands away from 0, where relu and |a| have no slope, and exactly float32, so that both sides see the same. */
function operandsOf(
  { shapes }: Case,
  random: Random,
): { inputs: Input[]; feeds: Record<string, Feed & { readonly data: number[] }> } {
  const feeds: Record<string, Feed & { readonly data: number[] }> = {};
  const inputs = shapes.map((shape, i) => {
    const data = Array.from({ length: shape.reduce((a, b) => a * b, 1) }, () =>
      Math.fround(random.sign() * random.uniform(0.1, 1.5)),
    );
    feeds[`a${i}`] = { data, shape };
    return input(`a${i}`, shape);
  });
  return { inputs, feeds };
}

describe("every operator", () => {
  it.each(cases)("computes in ONNX Runtime what its definition says: $name", async (kase) => {
    const { inputs, feeds } = operandsOf(kase, new Random(1));
    const value = kase.build(...inputs);
    const { y } = await runGraph({ y: value }, feeds);
    const reference = interpret({ y: value }, feeds).y;
    expect(reference.shape).toEqual(value.shape);
    expect(y).toHaveLength(reference.data.length);
    reference.data.forEach((expected, i) =>
      expect(Math.abs(y[i]! - expected)).toBeLessThanOrEqual(2e-6 * (1 + Math.abs(expected))),
    );
  });

  it.each(cases)("has a gradient that agrees with central differences in float64: $name", async (kase) => {
    const random = new Random(2);
    const { inputs, feeds } = operandsOf(kase, random);
    const value = kase.build(...inputs);
    // weights of their own for every entry, so that no error cancels in the sum
    const count = value.shape.reduce<number>((a, b) => a * Number(b), 1);
    const weights = Float32Array.from({ length: count }, () => random.uniform(0.5, 1.5));
    const loss = reduceSum(multiply(value, constant(weights, value.shape as number[])));

    // a truth value has no slope
    const slopes = gradients(loss, inputs).map((slope, i) => slope ?? scale(inputs[i]!, 0));
    const results = await runGraph(Object.fromEntries(slopes.map((slope, i) => [`g${i}`, slope])), feeds);
    inputs.forEach(({ name }, i) => {
      const { data, shape } = feeds[name]!;
      expect(slopes[i]!.shape).toEqual(shape);
      data.forEach((_, at) => {
        const h = 1e-5;
        const shifted = (by: number) => {
          const moved = data.map((x, j) => (j === at ? x + by : x));
          return interpret({ loss }, { ...feeds, [name]: { data: moved, shape } }).loss.data[0]!;
        };
        const expected = (shifted(h) - shifted(-h)) / (2 * h);
        const got = results[`g${i}`]![at]!;
        expect(
          Math.abs(got - expected),
          `${name}[${at}]: got ${got}, expected ${expected}`,
        ).toBeLessThanOrEqual(1e-5 * (1 + Math.abs(expected)));
      });
    });
  });
});

describe("step and sign", () => {
  it("are 0 at 0 and integers elsewhere, down to the smallest normal float32", async () => {
    const a = input("a", [6]);
    const feeds = { a: { data: [-3, -1e-30, 0, 1e-30, 1.2e-38, 7], shape: [6] } };
    const { steps, signs } = await runGraph({ steps: step(a), signs: sign(a) }, feeds);
    expect(Array.from(steps)).toEqual([0, 0, 0, 1, 1, 1]);
    expect(Array.from(signs)).toEqual([-1, -1, 0, 1, 1, 1]);
  });
});

describe("activations that are made of several operators", () => {
  it.each<[string, (a: Value) => Value, (x: number) => number]>([
    ["hardSwish", hardSwish, (x) => x * Math.min(1, Math.max(0, x / 6 + 0.5))],
    ["silu", silu, (x) => x / (1 + Math.exp(-x))],
    ["softplus", softplus, (x) => Math.log(1 + Math.exp(x))],
    ["leakyRelu", (a) => leakyRelu(a, 0.25), (x) => (x > 0 ? x : x / 4)],
  ])("are what their formula says: %s", (_, f, formula) => {
    const data = [-7, -3, -1.5, 0, 0.5, 2.9, 3.5];
    const { y } = interpret({ y: f(input("a", [7])) }, { a: { data, shape: [7] } });
    data.forEach((x, i) => expect(y.data[i]).toBeCloseTo(formula(x), 6));
  });
});

describe("activations far from 0", () => {
  const far = [-3e38, -1e20, -1e4, -1e3, 0, 1e3, 1e4, 1e20, 3e38];
  const rectified = far.map((x) => Math.fround(Math.max(x, 0)));
  const cases: [name: string, f: (a: Value) => Value, values: number[], slopes: number[]][] = [
    [
      "leakyRelu",
      (a) => leakyRelu(a, 0.5),
      far.map((x) => Math.fround(x > 0 ? x : x / 2)),
      far.map((x) => (x > 0 ? 1 : 0.5)),
    ],
    [
      "softplus",
      softplus,
      rectified.with(4, Math.fround(Math.LN2)),
      far.map((x) => (x > 0 ? 1 : x < 0 ? 0 : 0.5)),
    ],
    ["gelu", gelu, rectified, far.map((x) => (x > 0 ? 1 : x < 0 ? 0 : 0.5))],
    ["silu", silu, rectified, far.map((x) => (x > 0 ? 1 : x < 0 ? 0 : 0.5))],
    ["hardSwish", hardSwish, rectified, far.map((x) => (x > 0 ? 1 : x < 0 ? 0 : 0.5))],
  ];
  it.each(cases)(
    "and their slopes are finite in ONNX Runtime, as by definition: %s",
    async (_, f, values, slopes) => {
      const a = input("a", [far.length]);
      const y = f(a);
      const feeds = { a: { data: far, shape: [far.length] } };
      const outputs = { y, slope: gradients(reduceSum(y), [a])[0]! };
      const close = (got: ArrayLike<number>, expected: readonly number[]) =>
        expected.forEach((value, i) => {
          expect(Math.abs(got[i]! - value), `${far[i]}: got ${got[i]}`).toBeLessThanOrEqual(
            1e-6 * Math.abs(value),
          );
        });
      for (const results of [
        await runGraph(outputs, feeds),
        { y: interpret(outputs, feeds).y.data, slope: interpret(outputs, feeds).slope.data },
      ]) {
        close(results.y, values);
        close(results.slope, slopes);
      }
    },
  );
});

describe("shapes", () => {
  it("that do not fit are refused when the graph is built", () => {
    const a = input("a", ["batch", 4]);
    expect(() => add(a, input("b", [3]))).toThrow("Add: shapes [batch, 4] and [3] do not broadcast");
    expect(() => matrixProduct(a, input("b", [3, 5]))).toThrow(
      "Gemm: inner sizes 4 and 3 differ ([batch, 4] · [3, 5])",
    );
    expect(() => matrixProduct(a, input("b", [4, 5]), { plus: input("c", [4]) })).toThrow(
      "Gemm: the added row needs 5 values, got [4]",
    );
    expect(() => matrixProduct(a, input("b", [4]))).toThrow("Gemm: needs matrices, got [4]");
    expect(() => squeeze(a, [1])).toThrow("Squeeze: axis 1 of [batch, 4] is not 1");
    expect(() => gradients(a, [a])).toThrow("gradients: the loss must be a scalar, got shape [batch, 4]");
  });
});

describe("gradients", () => {
  it("builds nothing for what is not asked for", () => {
    const x = input("x", ["batch", 3]);
    const w = input("w", [2, 3]);
    const loss = reduceSum(matrixProduct(x, w, { transposeB: true }));
    expect(gradients(loss, [w])[0]!.shape).toEqual([2, 3]);
    expect(gradients(loss, [input("other", [2])])).toEqual([undefined]);
  });
});
