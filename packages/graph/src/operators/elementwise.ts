import { broadcastShape } from "../broadcast-shape.js";
import { repeated } from "../numbers.js";
import type { Operator } from "../value.js";

type Rule = Pick<Operator, "shape" | "compute">;

/** Shape and numbers of an operator that computes each number of the result from one of its operand. */
export const unary = (f: (a: number) => number): Rule => ({
  shape: ([a]) => a!.shape,
  compute: ([a]) => a!.data.map(f),
});

/** Shape and numbers of an operator on two operands, broadcast. */
export const binary = (type: string, f: (a: number, b: number) => number): Rule => ({
  shape: ([a, b]) => broadcastShape(type, a!.shape, b!.shape),
  compute: ([a, b], shape) => {
    const [left, right] = [repeated(a!, shape), repeated(b!, shape)];
    return left.map((x, i) => f(x, right[i]!));
  },
});
