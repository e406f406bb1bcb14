import { flag, options, type OptionTable } from "@reciprocal/guards";
import { gather, sizeOf, stridesOf } from "../numbers.js";
import {
  apply,
  integers,
  scalar,
  type Constant,
  type Shape,
  type Value,
  type Operator,
  type Application,
} from "../value.js";
import { binary, unary } from "./elementwise.js";
import { unsqueeze } from "./reshape.js";
import { when } from "./when.js";

// Sums stand beside sums over axes: the gradient of broadcasting is a sum over axes, and that of such a sum broadcasts.

const addition: Operator = {
  type: "Add",
  ...binary("Add", (a, b) => a + b),
  gradient: ({ operands }, upstream) => operands.map((operand) => sumTo(upstream, operand.shape)),
};

const subtraction: Operator = {
  type: "Sub",
  ...binary("Sub", (a, b) => a - b),
  gradient: ({ operands: [a, b] }, upstream, needed) => [
    when(needed[0], () => sumTo(upstream, a!.shape)),
    // the sign is changed after the sum, when fewer numbers are left
    when(needed[1], () => negate(sumTo(upstream, b!.shape))),
  ],
};

const multiplication: Operator = {
  type: "Mul",
  ...binary("Mul", (a, b) => a * b),
  gradient: ({ operands: [a, b] }, upstream, needed) => [
    when(needed[0], () => sumTo(multiply(upstream, b!), a!.shape)),
    when(needed[1], () => sumTo(multiply(upstream, a!), b!.shape)),
  ],
};

const negation: Operator = {
  type: "Neg",
  ...unary((a) => -a),
  gradient: (_, upstream) => [negate(upstream)],
};

const axesOf = (axes: Value | undefined): number[] => Array.from((axes as Constant).data, Number);

const reduction: Operator = {
  type: "ReduceSum",
  shape: ([a, axes], { keepdims }) => {
    const summed = new Set(axesOf(axes));
    return keepdims!.value === 1
      ? a!.shape.map((size, axis) => (summed.has(axis) ? 1 : size))
      : a!.shape.filter((_, axis) => !summed.has(axis));
  },
  compute: ([a, axes]) => {
    const summed = new Set(axes!.data);
    const kept = a!.shape.map((size, axis) => (summed.has(axis) ? 1 : size));
    const strides = stridesOf(kept).map((stride, axis) => (summed.has(axis) ? 0 : stride));
    const places = gather(
      Float64Array.from({ length: sizeOf(kept) }, (_, i) => i),
      a!.shape,
      { strides },
    );
    const sums = new Float64Array(sizeOf(kept));
    a!.data.forEach((x, i) => (sums[places[i]!]! += x));
    return sums;
  },
  gradient: ({ operands: [a, axes], attributes: { keepdims } }, upstream) => {
    const kept = keepdims!.value === 1 ? upstream : unsqueeze(upstream, axesOf(axes));
    // adding to zeros of the operand's shape repeats the gradient along the summed axes
    return [add(multiply(a!, scalar(0)), kept), undefined];
  },
};

/**
 * a + b, broadcast
 *
 * @param a - the one operand
 * @param b - the other operand; both are broadcast to one shape
 *
 * @example
 * import { add, constant, interpret } from "@reciprocal/graph";
 *
 * const [a, b] = [constant(Float32Array.of(1, 2, 3), [3]), constant(Float32Array.of(3, 2, 1), [3])];
 * console.log(interpret({ y: add(a, b) }).y.data);
 * // => Float64Array(3) [ 4, 4, 4 ]
 */
export const add = (a: Value, b: Value): Application => apply(addition, [a, b]);

/**
 * a − b, broadcast
 *
 * @param a - the one operand
 * @param b - the other operand; both are broadcast to one shape
 *
 * @example
 * import { constant, interpret, subtract } from "@reciprocal/graph";
 *
 * const [a, b] = [constant(Float32Array.of(1, 2, 3), [3]), constant(Float32Array.of(3, 2, 1), [3])];
 * console.log(interpret({ y: subtract(a, b) }).y.data);
 * // => Float64Array(3) [ -2, 0, 2 ]
 */
export const subtract = (a: Value, b: Value): Application => apply(subtraction, [a, b]);

/**
 * a ∘ b, broadcast
 *
 * @param a - the one operand
 * @param b - the other operand; both are broadcast to one shape
 *
 * @example
 * import { constant, interpret, multiply } from "@reciprocal/graph";
 *
 * const [a, b] = [constant(Float32Array.of(1, 2, 3), [3]), constant(Float32Array.of(3, 2, 1), [3])];
 * console.log(interpret({ y: multiply(a, b) }).y.data);
 * // => Float64Array(3) [ 3, 4, 3 ]
 */
export const multiply = (a: Value, b: Value): Application => apply(multiplication, [a, b]);

/**
 * −a
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { input, interpret, negate } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: negate(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ 1, -0, -2 ]
 */
export const negate = (a: Value): Application => apply(negation, [a]);

/**
 * a²
 *
 * @param a - the numbers, of any shape
 *
 * @example
 * import { input, interpret, square } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: square(a) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ 1, 0, 4 ]
 */
export const square = (a: Value): Application => multiply(a, a);

/**
 * a times a number
 *
 * @param a - the numbers, of any shape
 * @param factor - the number to multiply by; 1 gives `a` itself
 *
 * @example
 * import { input, interpret, scale } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const { y } = interpret({ y: scale(a, 3) }, { a: { data: [-1, 0, 2], shape: [3] } });
 * console.log(y.data);
 * // => Float64Array(3) [ -3, 0, 6 ]
 */
export const scale = (a: Value, factor: number): Value => (factor === 1 ? a : multiply(a, scalar(factor)));

/** Options of `reduceSum`. */
export interface ReduceSumOptions {
  /** Leave the summed axes in place with size 1. Default false. */
  readonly keepDimensions?: boolean;
}

const reduceSumOptions = options(
  () => ({ keepDimensions: flag().default(false) }) satisfies OptionTable<ReduceSumOptions>,
);

/**
 * Sums over the given axes, by default over all of them (to a scalar).
 *
 * @param a - the numbers, of any shape
 * @param axes - the axes to sum over, from 0
 *
 * @example
 * import { input, interpret, reduceSum } from "@reciprocal/graph";
 *
 * const a = input("a", [2, 2]);
 * const { y } = interpret({ y: reduceSum(a) }, { a: { data: [1, 2, 3, 4], shape: [2, 2] } });
 * console.log(y.data);
 * // => Float64Array(1) [ 10 ]
 */
export function reduceSum(
  a: Value,
  axes: readonly number[] = a.shape.map((_, axis) => axis),
  given: ReduceSumOptions = {},
): Value {
  const { keepDimensions } = reduceSumOptions.read("reduceSum", given);
  if (axes.length === 0) return a;
  return apply(reduction, [a, integers(axes)], { keepdims: { type: "int", value: keepDimensions ? 1 : 0 } });
}

/**
 * Sums a gradient over the axes along which its operand was repeated: the reverse of broadcasting.
 *
 * @param value - the gradient
 * @param shape - that of the operand
 *
 * @example
 * import { constant, interpret, sumTo } from "@reciprocal/graph";
 *
 * const gradient = constant(Float32Array.of(1, 2, 3, 4), [2, 2]);
 * console.log(interpret({ y: sumTo(gradient, [2]) }).y.data);
 * // => Float64Array(2) [ 4, 6 ]
 */
export function sumTo(value: Value, shape: Shape): Value {
  const extra = value.shape.length - shape.length;
  const leading = Array.from({ length: extra }, (_, axis) => axis);
  const repeated = shape.flatMap((size, axis) =>
    size === 1 && value.shape[axis + extra] !== 1 ? [axis + extra] : [],
  );
  const summed = repeated.length > 0 ? reduceSum(value, repeated, { keepDimensions: true }) : value;
  return leading.length > 0 ? reduceSum(summed, leading) : summed;
}
