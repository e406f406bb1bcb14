import type { StoredTensor } from "@reciprocal/graph";
import type { Payer } from "./budget.js";

/** Numbers of a model where they are in its bytes: nothing is copied until an entry is asked for. */
export interface StridedTensor extends StoredTensor {
  /** How far apart in storage neighbors along each axis are. */
  readonly strides: readonly number[];
}

/** A tensor as it is stored. */
export function rowMajor({ shape, at }: StoredTensor): StridedTensor {
  const strides: number[] = [];
  for (let axis = shape.length - 1, stride = 1; axis >= 0; stride *= shape[axis--]!) strides[axis] = stride;
  return { shape, strides, at };
}

/** A tensor of numbers that are at hand: a list, or a single one without axes. */
export function tensorOf(values: number | readonly number[]): StridedTensor {
  return typeof values === "number"
    ? { shape: [], strides: [], at: () => values }
    : { shape: [values.length], strides: [1], at: (place) => values[place]! };
}

/** The same numbers with the order of the axes reversed. */
export function transposed({ shape, strides, at }: StridedTensor): StridedTensor {
  return { shape: shape.toReversed(), strides: strides.toReversed(), at };
}

/** All numbers of a tensor, in row-major order. */
export function allNumbers(tensor: StridedTensor, payer: Payer): Float64Array {
  return spread(tensor, tensor.shape, payer);
}

/** How many numbers a tensor of this shape has. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Whether a tensor can be spread over a shape. */
export function fits({ shape }: StridedTensor, over: readonly number[]): boolean {
  const missing = over.length - shape.length;
  return missing >= 0 && shape.every((size, axis) => size === 1 || size === over[missing + axis]);
}

/**
 * All numbers in row-major order, spread over a shape that the tensor fits, as ONNX spreads operands: axes are matched from
 * the last, and an axis of size 1 or one that is missing counts for every place.
 */
export function spread(
  tensor: StridedTensor,
  over: readonly number[],
  { budget, where }: Payer,
): Float64Array {
  const count = sizeOf(over);
  budget.numbers(count, where);
  const numberAt = reader(tensor, over);
  return Float64Array.from({ length: count }, (_, index) => numberAt(index));
}

/** What is computed of two tensors, number by number, each spread over a shape as by {@link spread}; only the result is made. */
export function combined(
  [a, b]: readonly [StridedTensor, StridedTensor],
  over: readonly number[],
  compute: (a: number, b: number) => number,
  { budget, where }: Payer,
): Float64Array {
  const count = sizeOf(over);
  budget.numbers(count, where);
  budget.steps(count, where); // of the second operand
  const [one, other] = [reader(a, over), reader(b, over)];
  return Float64Array.from({ length: count }, (_, index) => compute(one(index), other(index)));
}

/** The number of a tensor that stands at a row-major index of a shape over which it is spread. */
function reader({ shape, strides, at }: StridedTensor, over: readonly number[]): (index: number) => number {
  const missing = over.length - shape.length;
  const steps = over.map((_, axis) =>
    axis < missing || shape[axis - missing] === 1 ? 0 : strides[axis - missing]!,
  );
  return (index) => {
    let [rest, place] = [index, 0];
    for (let axis = over.length - 1; axis >= 0; axis--) {
      place += (rest % over[axis]!) * steps[axis]!;
      rest = Math.floor(rest / over[axis]!);
    }
    return at(place);
  };
}
