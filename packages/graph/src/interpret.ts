import { showList } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { checkShape, isShape } from "./check-shape.js";
import { sizeOf } from "./numbers.js";
import { input, topologicalOrder, type Numbers, type Value } from "./value.js";

/** A tensor that a run is given, row-major. */
export interface Feed {
  /** The numbers, row-major. */
  readonly data: ArrayLike<number>;
  /** The sizes, whose product is the length of `data`. */
  readonly shape: readonly number[];
}

/**
 * Computes values in plain float64, by the definitions of the operators in the ONNX specification: the reference that the
 * runtime and the gradient rules are tested against, and a way to run small graphs without a runtime.
 *
 * Every value is computed once and kept until the end. Products take about 1 ns a multiply-add.
 *
 * @param outputs - the values to compute, by names of your choice
 * @param feeds - a tensor for every input that they depend on, by its name
 * @throws {ShapeError} for a feed that is missing or does not fit its input
 * @throws {TypeError} for an operator without `compute`
 *
 * @example
 * import { input, interpret, square } from "@reciprocal/graph";
 *
 * const x = input("x", ["batch", 2]);
 * console.log(interpret({ y: square(x) }, { x: { data: [1, 2, 3, 4], shape: [2, 2] } }).y);
 * // => { data: Float64Array(4) [ 1, 4, 9, 16 ], shape: [ 2, 2 ] }
 */
export function interpret<Name extends string>(
  outputs: Readonly<Record<Name, Value>>,
  feeds: Readonly<Record<string, Feed>> = {},
): Record<Name, Numbers> {
  const results = new Map<Value, Numbers>();
  for (const value of topologicalOrder(Object.values<Value>(outputs))) {
    results.set(
      value,
      compute(value, feeds, (operand) => results.get(operand)!),
    );
  }
  const entries = Object.entries<Value>(outputs).map(([name, value]) => [name, results.get(value)!]);
  return Object.fromEntries(entries) as Record<Name, Numbers>;
}

function compute(
  value: Value,
  feeds: Readonly<Record<string, Feed>>,
  resultOf: (operand: Value) => Numbers,
): Numbers {
  if (value.kind === "input") return read(value.name, value.shape, feeds[value.name]);
  if (value.kind === "constant") return { data: Float64Array.from(value.data, Number), shape: value.shape };
  const { operator, attributes } = value;
  if (!operator.compute) throw new TypeError(`interpret: ${operator.type} has no definition in float64`);
  const operands = value.operands.map(resultOf);
  // the rule again, now that every size is a number
  const sized = value.operands.map((operand, i) =>
    operand.kind === "constant" ? operand : input("", operands[i]!.shape),
  );
  const shape = operator.shape(sized, attributes) as readonly number[];
  checkShape(`interpret: the result of ${operator.type}`, shape);
  return { data: operator.compute(operands, shape, attributes), shape };
}

function read(name: string, needed: readonly (number | string)[], feed: Feed | undefined): Numbers {
  if (!feed) throw new ShapeError(`interpret: input ${name} needs a tensor, got none`);
  const { data, shape } = feed;
  const fits =
    isShape(shape) &&
    shape.length === needed.length &&
    needed.every((size, axis) => typeof size === "string" || size === shape[axis]) &&
    data.length === sizeOf(shape);
  if (fits) return { data: data instanceof Float64Array ? data : Float64Array.from(data), shape };
  throw new ShapeError(
    `interpret: input ${name} needs the shape ${showList(needed)}, got ${showList(shape)} and ${data.length} numbers`,
  );
}
