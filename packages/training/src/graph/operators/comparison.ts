import { broadcastShape } from "../broadcast.js";
import { apply, type Operator } from "../operator.js";
import type { Value } from "../value.js";

const compared = (type: string): Operator => ({
  type,
  shape: ([a, b]) => broadcastShape(type, a!.shape, b!.shape),
});

const notLess = compared("GreaterOrEqual");
const notMore = compared("LessOrEqual");
const conjunction = compared("And");
const conversion: Operator = { type: "Cast", shape: ([a]) => a!.shape };

/** Numbers of the element types in ONNX. */
const elementTypes = { float32: 1, int64: 7 } as const;

// Truth values are of a type of their own in ONNX: they go into isBoth, castTo and operators that ask for them, and
// never out of a graph. Whatever comes of a comparison has no slope.

/** Whether a ≥ b. */
export const isAtLeast = (a: Value, b: Value): Value => apply(notLess, [a, b]);

/** Whether a ≤ b. */
export const isAtMost = (a: Value, b: Value): Value => apply(notMore, [a, b]);

export const isBoth = (a: Value, b: Value): Value => apply(conjunction, [a, b]);

/** The same numbers in another type; truth values become 0 and 1. */
export const castTo = (type: keyof typeof elementTypes, a: Value): Value =>
  apply(conversion, [a], { to: { type: "int", value: elementTypes[type] } });
