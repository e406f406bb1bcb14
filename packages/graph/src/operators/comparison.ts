import { broadcastShape } from "../broadcast-shape.js";
import { repeated } from "../numbers.js";
import { apply, scalar, type Operator, type Value, type Application } from "../value.js";
import { sumTo } from "./arithmetic.js";
import { binary, unary } from "./elementwise.js";
import { when } from "./when.js";

// Truth values have a type of their own in ONNX: they go into isBoth, castTo and where, and cannot leave a graph. What
// comes of a comparison has no slope.

const notLess: Operator = {
  type: "GreaterOrEqual",
  ...binary("GreaterOrEqual", (a, b) => Number(a >= b)),
};
const notMore: Operator = { type: "LessOrEqual", ...binary("LessOrEqual", (a, b) => Number(a <= b)) };
const conjunction: Operator = { type: "And", ...binary("And", (a, b) => a && b) };
const conversion: Operator = { type: "Cast", ...unary((a) => a) };

const choice: Operator = {
  type: "Where",
  shape: ([condition, a, b]) =>
    broadcastShape("Where", condition!.shape, broadcastShape("Where", a!.shape, b!.shape)),
  compute: (operands, shape) => {
    const [condition, a, b] = operands.map((operand) => repeated(operand, shape));
    return a!.map((x, i) => (condition![i] ? x : b![i]!));
  },
  gradient: ({ operands: [condition, a, b] }, upstream, needed) => [
    undefined,
    when(needed[1], () => sumTo(where(condition!, upstream, scalar(0)), a!.shape)),
    when(needed[2], () => sumTo(where(condition!, scalar(0), upstream), b!.shape)),
  ],
};

/** ONNX's numbers of the element types. */
const elementTypes = { float32: 1, int64: 7 } as const;

/**
 * Whether a ≥ b, broadcast.
 *
 * @param a - the one operand
 * @param b - the other operand; both are broadcast to one shape
 *
 * @example
 * import { constant, interpret, isAtLeast } from "@reciprocal/graph";
 *
 * const [a, b] = [constant(Float32Array.of(1, 2, 3), [3]), constant(Float32Array.of(3, 2, 1), [3])];
 * console.log(interpret({ y: isAtLeast(a, b) }).y.data);
 * // => Float64Array(3) [ 0, 1, 1 ]
 */
export const isAtLeast = (a: Value, b: Value): Application => apply(notLess, [a, b]);

/**
 * Whether a ≤ b, broadcast.
 *
 * @param a - the one operand
 * @param b - the other operand; both are broadcast to one shape
 *
 * @example
 * import { constant, interpret, isAtMost } from "@reciprocal/graph";
 *
 * const [a, b] = [constant(Float32Array.of(1, 2, 3), [3]), constant(Float32Array.of(3, 2, 1), [3])];
 * console.log(interpret({ y: isAtMost(a, b) }).y.data);
 * // => Float64Array(3) [ 1, 1, 0 ]
 */
export const isAtMost = (a: Value, b: Value): Application => apply(notMore, [a, b]);

/**
 * Whether both truth values hold, broadcast.
 *
 * @param a - truth values
 * @param b - truth values; both are broadcast to one shape
 *
 * @example
 * import { constant, interpret, isAtLeast, isAtMost, isBoth, scalar } from "@reciprocal/graph";
 *
 * const a = constant(Float32Array.of(1, 2, 3), [3]);
 * const y = isBoth(isAtLeast(a, scalar(2)), isAtMost(a, scalar(2)));
 * console.log(interpret({ y }).y.data);
 * // => Float64Array(3) [ 0, 1, 0 ]
 */
export const isBoth = (a: Value, b: Value): Application => apply(conjunction, [a, b]);

/**
 * a if the truth value holds, else b, broadcast.
 *
 * @param condition - truth values
 * @param a - what is taken where they hold
 * @param b - what is taken where they do not
 *
 * @example
 * import { constant, interpret, isAtLeast, scalar, where } from "@reciprocal/graph";
 *
 * const a = constant(Float32Array.of(1, 2, 3), [3]);
 * const y = where(isAtLeast(a, scalar(2)), a, scalar(0));
 * console.log(interpret({ y }).y.data);
 * // => Float64Array(3) [ 0, 2, 3 ]
 */
export const where = (condition: Value, a: Value, b: Value): Application => apply(choice, [condition, a, b]);

/**
 * The same numbers in another type; truth values become 0 and 1. No gradient.
 *
 * @param type - the name of an element type of ONNX, such as `float32`
 * @param a - numbers or truth values
 *
 * @example
 * import { castTo, input, interpret, isAtLeast, scalar } from "@reciprocal/graph";
 *
 * const a = input("a", [3]);
 * const y = castTo("float32", isAtLeast(a, scalar(1)));
 * console.log(interpret({ y }, { a: { data: [0, 1, 2], shape: [3] } }).y.data);
 * // => Float64Array(3) [ 0, 1, 1 ]
 */
export const castTo = (type: keyof typeof elementTypes, a: Value): Application =>
  apply(conversion, [a], { to: { type: "int", value: elementTypes[type] } });
