import type { Application, Attributes, Shape, Value } from "./value.js";

/** One ONNX operator: its shape rule, and its rule of reverse-mode differentiation. */
export interface Operator {
  /** The ONNX operator type, for instance `Gemm`. */
  readonly type: string;
  /** How many results it has beside the one that is used, which is the first. Default 0. */
  readonly unusedResults?: number;
  /** Shape of the result; throws a ShapeError when the operands do not fit. */
  shape(operands: readonly Value[], attributes: Attributes): Shape;
  /**
   * Given y = f(operands) and ∂L/∂y, returns ∂L/∂operand for the operands in `needed`; the others are not built.
   * Absent where the result does not depend on its operands smoothly (a step) or is never differentiated.
   */
  gradient?(y: Application, upstream: Value, needed: readonly boolean[]): readonly (Value | undefined)[];
}

/** Applies an operator: checks and infers the shape. */
export function apply(
  operator: Operator,
  operands: readonly Value[],
  attributes: Attributes = {},
): Application {
  const shape = operator.shape(operands, attributes);
  return { kind: "application", operator, operands, attributes, shape };
}

/** Calls a gradient's builder only for an operand that needs it. */
export function when(needed: boolean | undefined, build: () => Value): Value | undefined {
  return needed ? build() : undefined;
}
