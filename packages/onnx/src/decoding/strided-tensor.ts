import type { StoredTensor } from "@reciprocal/graph";

/** Numbers of a model where they are in its bytes: nothing is copied until an entry is asked for. */
export interface StridedTensor extends StoredTensor {
  /** How far apart in storage neighbors along each axis are. */
  readonly strides: readonly number[];
}

/** A tensor as it is stored. */
export function rowMajor({ shape, at }: StoredTensor): StridedTensor {
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
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

/** All numbers of a tensor of one axis or none. */
export function numbersOf({ shape, strides, at }: StridedTensor): number[] {
  return Array.from({ length: shape[0] ?? 1 }, (_, i) => at(i * (strides[0] ?? 0)));
}

/** All numbers of a tensor, in row-major order. */
export function allNumbers(tensor: StridedTensor): Float64Array {
  return spread(tensor, tensor.shape)!;
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
 * All numbers in row-major order, spread over a shape as ONNX spreads operands: axes are matched from the last, and an axis
 * of size 1 or one that is missing counts for every place.
 *
 * @returns undefined if the tensor does not fit the shape
 */
export function spread(
  { shape, strides, at }: StridedTensor,
  over: readonly number[],
): Float64Array | undefined {
  const missing = over.length - shape.length;
  if (missing < 0 || shape.some((size, axis) => size !== 1 && size !== over[missing + axis]))
    return undefined;
  const steps = over.map((_, axis) =>
    axis < missing || shape[axis - missing] === 1 ? 0 : strides[axis - missing]!,
  );
  const result = new Float64Array(sizeOf(over));
  for (let index = 0; index < result.length; index++) {
    let [rest, place] = [index, 0];
    for (let axis = over.length - 1; axis >= 0; axis--) {
      place += (rest % over[axis]!) * steps[axis]!;
      rest = Math.floor(rest / over[axis]!);
    }
    result[index] = at(place);
  }
  return result;
}
