/** A size that is known when the graph is built, or the name of one that only a run knows, for instance `batch`. */
export type Dimension = number | string;

/** The sizes of a value; a text stands for a size that only a run knows. */
export type Shape = readonly Dimension[];

/** A number, an integer or not: ONNX stores the two in different fields. */
export interface Attribute {
  readonly type: "int" | "float";
  readonly value: number;
}

/** The attributes of an operator by name. */
export type Attributes = Readonly<Record<string, Attribute>>;

/** float32 numbers; int64 where an operator takes axes or counts; 0 and 1 in bytes for truth values. */
export type ConstantData = Float32Array | BigInt64Array | Uint8Array;

/** A tensor that every run is given. */
export interface Input {
  readonly kind: "input";
  readonly name: string;
  readonly shape: Shape;
}

/** A tensor that is part of the graph. */
export interface Constant {
  readonly kind: "constant";
  /** In a written model; default: a number counts up. */
  readonly name?: string;
  readonly data: ConstantData;
  readonly shape: readonly number[];
}

/** The result of an operator. */
export interface Application {
  readonly kind: "application";
  /** In a written model; default: a number counts up. */
  readonly name?: string;
  readonly operator: Operator;
  readonly operands: readonly Value[];
  readonly attributes: Attributes;
  readonly shape: Shape;
}

/**
 * A node of a graph. Values are immutable and refer to what they are computed from, so a graph is nothing but the values
 * that it gives. The same object used twice is computed once.
 */
export type Value = Input | Constant | Application;

/** A tensor in float64, row-major: what `interpret` computes with. */
export interface Numbers {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/**
 * One ONNX operator as a record: all that the package has to know of it. There is no registry, so an operator of your own
 * is a record too, and a bundle holds only the operators that it uses.
 */
export interface Operator {
  /** The ONNX operator type, for instance `Gemm`. */
  readonly type: string;
  /** Shape of the result. Throws a ShapeError if the operands do not fit. */
  shape(operands: readonly Value[], attributes: Attributes): Shape;
  /**
   * Given y = f(operands) and ∂L/∂y, returns ∂L/∂operand for the operands in `needed`; the others need not be built.
   * Absent if the result does not depend smoothly on the operands (a step), or is never differentiated.
   */
  gradient?(y: Application, upstream: Value, needed: readonly boolean[]): readonly (Value | undefined)[];
  /** The numbers of the result by the definition in the ONNX specification, for `interpret`. */
  compute?(operands: readonly Numbers[], shape: readonly number[], attributes: Attributes): Float64Array;
  /** Multiply-adds of one run, as sizes to be multiplied. Default: none, and the work is one pass over the result. */
  multiplyAdds?(y: Application): Shape;
  /** Whether the result is the operand under another shape, which costs nothing. Default false. */
  readonly isView?: boolean;
  /** Number of results besides the first, which is the only one that is used. Default 0. */
  readonly unusedResults?: number;
}

/** A tensor that every run is given by this name. */
export function input(name: string, shape: Shape): Input {
  return { kind: "input", name, shape };
}

/** A tensor that is part of the graph; the data are not copied. */
export function constant(data: ConstantData, shape: readonly number[]): Constant {
  return { kind: "constant", data, shape };
}

/** A single float32 number. */
export function scalar(value: number): Constant {
  return constant(Float32Array.of(value), []);
}

/** A list of integers, for operands such as axes. */
export function integers(values: readonly number[]): Constant {
  return constant(BigInt64Array.from(values, BigInt), [values.length]);
}

/** Applies an operator. Throws a ShapeError if the operands do not fit. */
export function apply(
  operator: Operator,
  operands: readonly Value[],
  attributes: Attributes = {},
): Application {
  const shape = operator.shape(operands, attributes);
  return { kind: "application", operator, operands, attributes, shape };
}

/** The same value under a name that a written model shows. It is another object: use it instead of the given one. */
export function named<V extends Constant | Application>(value: V, name: string): V {
  return { ...value, name };
}

/** Every value that the given ones are computed from, and they themselves: operands before what uses them. */
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
