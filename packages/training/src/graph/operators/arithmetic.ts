import { apply, when, type Operator } from "../operator.js";
import { broadcastShape, sumTo } from "../broadcast.js";
import type { Value } from "../value.js";

const broadcasting = (type: string): Operator["shape"] => {
  return (operands) => broadcastShape(type, operands[0]!.shape, operands[1]!.shape);
};

const addition: Operator = {
  type: "Add",
  shape: broadcasting("Add"),
  gradient: ({ operands }, upstream) => operands.map((operand) => sumTo(upstream, operand.shape)),
};

const subtraction: Operator = {
  type: "Sub",
  shape: broadcasting("Sub"),
  gradient: ({ operands: [a, b] }, upstream, needed) => [
    when(needed[0], () => sumTo(upstream, a!.shape)),
    // the sign is turned after the sum, where fewer numbers are left
    when(needed[1], () => negate(sumTo(upstream, b!.shape))),
  ],
};

const multiplication: Operator = {
  type: "Mul",
  shape: broadcasting("Mul"),
  gradient: ({ operands: [a, b] }, upstream, needed) => [
    when(needed[0], () => sumTo(multiply(upstream, b!), a!.shape)),
    when(needed[1], () => sumTo(multiply(upstream, a!), b!.shape)),
  ],
};

const negation: Operator = {
  type: "Neg",
  shape: ([a]) => a!.shape,
  gradient: (_, upstream) => [negate(upstream)],
};

/** a + b, broadcast */
export const add = (a: Value, b: Value): Value => apply(addition, [a, b]);

/** a − b, broadcast */
export const subtract = (a: Value, b: Value): Value => apply(subtraction, [a, b]);

/** a ∘ b, broadcast */
export const multiply = (a: Value, b: Value): Value => apply(multiplication, [a, b]);

/** −a */
export const negate = (a: Value): Value => apply(negation, [a]);
