import type { Operator } from "./operator.js";

/**
 * A size known when the graph is built, or one known only when it runs: the number of samples, or of what a search
 * found.
 */
export type Dimension = number | "batch" | "found";

export type Shape = readonly Dimension[];

/** A number, a list of whole numbers, told apart as ONNX does. */
export type Attribute =
  { readonly type: "int"; readonly value: number } | { readonly type: "float"; readonly value: number };

export type Attributes = Readonly<Record<string, Attribute>>;

/** Fed at every run. */
export interface Input {
  readonly kind: "input";
  readonly name: string;
  readonly shape: Shape;
}

/** Fixed when the graph is built; int64 where an operator wants axes. */
export interface Constant {
  readonly kind: "constant";
  readonly data: Float32Array | BigInt64Array;
  readonly shape: readonly number[];
}

/** The result of an operator. */
export interface Application {
  readonly kind: "application";
  readonly operator: Operator;
  readonly operands: readonly Value[];
  readonly attributes: Attributes;
  readonly shape: Shape;
}

/** A node of the graph. Values are immutable and point at what they are made of, so a graph is any value. */
export type Value = Input | Constant | Application;

export function input(name: string, shape: Shape): Input {
  return { kind: "input", name, shape };
}

export function constant(data: Float32Array | BigInt64Array, shape: readonly number[]): Constant {
  return { kind: "constant", data, shape };
}

export function scalar(value: number): Constant {
  return constant(Float32Array.of(value), []);
}

/** Every value that the given ones are made of, operands before the operators that use them. */
export function topologicalOrder(outputs: readonly Value[]): Value[] {
  const order: Value[] = [];
  const seen = new Set<Value>();
  const visit = (value: Value): void => {
    if (seen.has(value)) return;
    seen.add(value);
    if (value.kind === "application") value.operands.forEach(visit);
    order.push(value);
  };
  outputs.forEach(visit);
  return order;
}
