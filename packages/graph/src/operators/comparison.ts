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

/** Whether a ≥ b, broadcast. */
export const isAtLeast = (a: Value, b: Value): Application => apply(notLess, [a, b]);

/** Whether a ≤ b, broadcast. */
export const isAtMost = (a: Value, b: Value): Application => apply(notMore, [a, b]);

/** Whether both truth values hold, broadcast. */
export const isBoth = (a: Value, b: Value): Application => apply(conjunction, [a, b]);

/** a if the truth value holds, else b, broadcast. */
export const where = (condition: Value, a: Value, b: Value): Application => apply(choice, [condition, a, b]);

/** The same numbers in another type; truth values become 0 and 1. No gradient. */
export const castTo = (type: keyof typeof elementTypes, a: Value): Application =>
  apply(conversion, [a], { to: { type: "int", value: elementTypes[type] } });
