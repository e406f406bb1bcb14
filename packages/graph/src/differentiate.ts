import { ShapeError } from "@reciprocal/spectral";
import { add } from "./operators/arithmetic.js";
import { scalar, topologicalOrder, type Value } from "./value.js";

/**
 * Reverse-mode differentiation: ∂loss/∂v for each of `variables`, as values of the same graph.
 *
 * A variable may be any value that the loss is computed from. Only what lies between the variables and the loss is
 * differentiated: nothing is built for a frozen matrix or for the data. A variable on which the loss does not depend
 * has no gradient (undefined), and neither has one from which only steps lead to the loss.
 *
 * @param loss - a scalar
 * @param variables - the values to differentiate by
 * @throws {ShapeError} if the loss is not a scalar
 *
 * @example
 * import { gradients, input, interpret, reduceSum, square } from "@reciprocal/graph";
 *
 * const x = input("x", [2]);
 * const [slope] = gradients(reduceSum(square(x)), [x]); // 2 x
 * console.log(interpret({ slope: slope! }, { x: { data: [3, -1], shape: [2] } }).slope.data);
 * // => Float64Array(2) [ 6, -2 ]
 */
export function gradients(loss: Value, variables: readonly Value[]): (Value | undefined)[] {
  if (loss.shape.length !== 0) {
    throw new ShapeError(`gradients: the loss must be a scalar, got shape [${loss.shape.join(", ")}]`);
  }
  const order = topologicalOrder([loss]);

  const varying = new Set<Value>(variables);
  for (const value of order) {
    if (value.kind === "application" && value.operands.some((operand) => varying.has(operand)))
      varying.add(value);
  }

  const adjoints = new Map<Value, Value>([[loss, scalar(1)]]);
  for (const value of order.reverse()) {
    const upstream = adjoints.get(value);
    if (value.kind !== "application" || !upstream || !varying.has(value)) continue;
    const needed = value.operands.map((operand) => varying.has(operand));
    const local = value.operator.gradient?.(value, upstream, needed) ?? [];
    value.operands.forEach((operand, i) => {
      const gradient = local[i];
      if (!needed[i] || !gradient) return;
      const sum = adjoints.get(operand);
      adjoints.set(operand, sum ? add(sum, gradient) : gradient);
    });
  }
  return variables.map((variable) => adjoints.get(variable));
}
