import { apply, type Operator } from "../operator.js";
import { constant, scalar, type Constant, type Shape, type Value } from "../value.js";
import { add, multiply } from "./arithmetic.js";
import { unsqueeze } from "./reshape.js";

const axesOf = (axes: Value | undefined): number[] => Array.from((axes as Constant).data, Number);

const reduction: Operator = {
  type: "ReduceSum",
  shape: ([a, axes], { keepdims }) => {
    const summed = new Set(axesOf(axes));
    return keepdims!.value === 1
      ? a!.shape.map((size, axis) => (summed.has(axis) ? 1 : size))
      : a!.shape.filter((_, axis) => !summed.has(axis));
  },
  gradient: ({ operands: [a, axes], attributes: { keepdims } }, upstream) => {
    const kept = keepdims!.value === 1 ? upstream : unsqueeze(upstream, axesOf(axes));
    // adding to zeros of the operand's shape repeats the gradient along the summed axes
    return [add(multiply(a!, scalar(0)), kept), undefined];
  },
};

export interface ReduceSumOptions {
  /** Leave the summed axes in place with size 1. Default false. */
  readonly keepDimensions?: boolean;
}

/** Sums over the given axes, by default over all of them (to a scalar). */
export function reduceSum(a: Value, axes?: readonly number[], options: ReduceSumOptions = {}): Value {
  const { keepDimensions = false } = options;
  const over = axes ?? allAxes(a.shape);
  if (over.length === 0) return a;
  const axesValue = constant(BigInt64Array.from(over, BigInt), [over.length]);
  return apply(reduction, [a, axesValue], { keepdims: { type: "int", value: keepDimensions ? 1 : 0 } });
}

const allAxes = (shape: Shape): number[] => shape.map((_, axis) => axis);
