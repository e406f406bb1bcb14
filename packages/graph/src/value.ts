/** A size that is known when the graph is built, or the name of one that only a run knows, for instance `batch`. */
export type Dimension = number | string;

/** The sizes of a value; a text stands for a size that only a run knows. */
export type Shape = readonly Dimension[];

/** A number, an integer or not: ONNX stores the two in different fields. */
export interface Attribute {
  /** Which of the two fields it stands in. */
  readonly type: "int" | "float";
  /** The number. */
  readonly value: number;
}

/** The attributes of an operator by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** float32 numbers; int64 where an operator takes axes or counts; 0 and 1 in bytes for truth values. */
export type ConstantData = Float32Array | BigInt64Array | Uint8Array;

/** A tensor that every run is given. */
export interface Input {
  readonly kind: "input";
  /** The name by which a run is given it. */
  readonly name: string;
  /** Its sizes; a text stands for one that only a run knows, such as `batch`. */
  readonly shape: Shape;
}

/** A tensor that is part of the graph. */
export interface Constant {
  readonly kind: "constant";
  /** In a written model; default: a number counts up. */
  readonly name?: string;
  /** The numbers, row-major; do not modify them. */
  readonly data: ConstantData;
  /** Its sizes. */
  readonly shape: readonly number[];
}

/** The result of an operator. */
export interface Application {
  readonly kind: "application";
  /** In a written model; default: a number counts up. */
  readonly name?: string;
  /** What is applied. */
  readonly operator: Operator;
  /** What it is applied to, in order. */
  readonly operands: readonly Value[];
  /** The settings of the operator, by name. */
  readonly attributes: Attributes;
  /** The sizes of the result. */
  readonly shape: Shape;
}

/**
 * A node of a graph. Values are immutable and refer to what they are computed from, so a graph is nothing but the values
 * that it gives. The same object used twice is computed once.
 */
export type Value = Input | Constant | Application;

/** A tensor in float64, row-major: what `interpret` computes with. */
export interface Numbers {
  /** The numbers; truth values are 0 and 1. */
  readonly data: Float64Array;
  /** The sizes, whose product is the length of `data`. */
  readonly shape: readonly number[];
}

/**
 * One ONNX operator as a record: all that the package has to know of it. There is no registry, so an operator of your own
 * is a record too, and a bundle holds only the operators that it uses.
 *
 * @example
 * import { apply, input, interpret, type Operator } from "@reciprocal/graph";
 *
 * const sine: Operator = { type: "Sin", shape: ([a]) => a!.shape, compute: ([a]) => a!.data.map(Math.sin) };
 * const y = apply(sine, [input("a", [1])]);
 * console.log(interpret({ y }, { a: { data: [0], shape: [1] } }).y.data);
 * // => Float64Array(1) [ 0 ]
 */
export interface Operator {
  /** The ONNX operator type, for instance `Gemm`. */
  readonly type: string;
  /**
   * Shape of the result. Throws a ShapeError if the operands do not fit.
   *
   * @param operands - what it is applied to
   * @param attributes - its settings
   */
  shape(operands: readonly Value[], attributes: Attributes): Shape;
  /**
   * Given y = f(operands) and ∂L/∂y, returns ∂L/∂operand for the operands in `needed`; the others need not be built.
   * Absent if the result does not depend smoothly on the operands (a step), or is never differentiated.
   *
   * @param y - the result of the operator
   * @param upstream - ∂L/∂y
   * @param needed - of which operands the gradient is wanted
   */
  gradient?(y: Application, upstream: Value, needed: readonly boolean[]): readonly (Value | undefined)[];
  /**
   * The numbers of the result by the definition in the ONNX specification, for `interpret`.
   *
   * @param operands - the numbers of each operand
   * @param shape - of the result
   * @param attributes - its settings
   */
  compute?(operands: readonly Numbers[], shape: readonly number[], attributes: Attributes): Float64Array;
  /**
   * Multiply-adds of one run, as sizes to be multiplied. Default: none, and the work is one pass over the result.
   *
   * @param y - the result of the operator
   */
  multiplyAdds?(y: Application): Shape;
  /** Whether the result is the operand under another shape, which costs nothing. Default false. */
  readonly isView?: boolean;
  /** Number of results besides the first, which is the only one that is used. Default 0. */
  readonly unusedResults?: number;
}

/**
 * A tensor that every run is given by this name.
 *
 * @param name - the name by which a run is given it
 * @param shape - its sizes; a text stands for one that only a run knows
 *
 * @example
 * import { input } from "@reciprocal/graph";
 *
 * console.log(input("x", ["batch", 3]));
 * // => { kind: 'input', name: 'x', shape: [ 'batch', 3 ] }
 */
export function input(name: string, shape: Shape): Input {
  return { kind: "input", name, shape };
}

/**
 * A tensor that is part of the graph; the data are not copied.
 *
 * @param data - the numbers, row-major
 * @param shape - their sizes
 *
 * @example
 * import { constant, interpret } from "@reciprocal/graph";
 *
 * console.log(interpret({ y: constant(Float32Array.of(1, 2), [2]) }).y.data);
 * // => Float64Array(2) [ 1, 2 ]
 */
export function constant(data: ConstantData, shape: readonly number[]): Constant {
  return { kind: "constant", data, shape };
}

/**
 * A single float32 number.
 *
 * @param value - the number, rounded to float32
 *
 * @example
 * import { scalar } from "@reciprocal/graph";
 *
 * console.log(scalar(0.5));
 * // => { kind: 'constant', data: Float32Array(1) [ 0.5 ], shape: [] }
 */
export function scalar(value: number): Constant {
  return constant(Float32Array.of(value), []);
}

/**
 * A list of integers, for operands such as axes.
 *
 * @param values - the integers
 *
 * @example
 * import { integers } from "@reciprocal/graph";
 *
 * console.log(integers([0, 1]).shape);
 * // => [ 2 ]
 */
export function integers(values: readonly number[]): Constant {
  return constant(BigInt64Array.from(values, BigInt), [values.length]);
}

/**
 * Applies an operator. Throws a ShapeError if the operands do not fit.
 *
 * @param operator - what is applied
 * @param operands - what it is applied to, in order
 * @param attributes - the settings of the operator, by name
 *
 * @example
 * import { apply, input, interpret, type Operator } from "@reciprocal/graph";
 *
 * const floor: Operator = { type: "Floor", shape: ([a]) => a!.shape, compute: ([a]) => a!.data.map(Math.floor) };
 * const y = apply(floor, [input("a", [2])]);
 * console.log(interpret({ y }, { a: { data: [0.5, -0.5], shape: [2] } }).y.data);
 * // => Float64Array(2) [ 0, -1 ]
 */
export function apply(
  operator: Operator,
  operands: readonly Value[],
  attributes: Attributes = {},
): Application {
  const shape = operator.shape(operands, attributes);
  return { kind: "application", operator, operands, attributes, shape };
}

/**
 * The same value under a name that a written model shows. It is another object: use it instead of the given one.
 *
 * @param value - what is to have a name; not modified
 * @param name - the name, which no other value has
 *
 * @example
 * import { encodeModel, input, named, square } from "@reciprocal/graph";
 *
 * const squared = named(square(input("x", [2])), "squared"); // seen in the file by this name
 * console.log(squared.name, encodeModel({ y: squared }).length > 0);
 * // => squared true
 */
export function named<V extends Constant | Application>(value: V, name: string): V {
  return { ...value, name };
}

/**
 * Every value that the given ones are computed from, and they themselves: operands before what uses them.
 *
 * @param outputs - where to start
 *
 * @example
 * import { input, square, topologicalOrder } from "@reciprocal/graph";
 *
 * const x = input("x", [2]);
 * console.log(topologicalOrder([square(x)]).map(({ kind }) => kind));
 * // => [ 'input', 'application' ]
 */
export function topologicalOrder(outputs: readonly Value[]): Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  // a list of what is open and not calls within each other: a chain may be longer than the stack is deep
  const open: { readonly value: Value; next: number }[] = [];
  const enter = (value: Value): void => {
    if (seen.has(value)) return;
    seen.add(value);
    open.push({ value, next: 0 });
  };
  for (const output of outputs) {
    enter(output);
    for (let last; (last = open.at(-1));) {
      const operand = last.value.kind === "application" ? last.value.operands[last.next++] : undefined;
      if (operand) enter(operand);
      else order.push(open.pop()!.value);
    }
  }
  return order;
}
