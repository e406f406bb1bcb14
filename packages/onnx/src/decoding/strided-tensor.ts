import type { StoredTensor } from "@reciprocal/graph";

/** Numbers of a model where they are in its bytes: nothing is copied until an entry is asked for. */
export interface StridedTensor extends StoredTensor {
  /** How far apart in storage neighbors along each axis are. */
  readonly strides: readonly number[];
}

/** A tensor as it is stored. */
export function rowMajor({ shape, at }: StoredTensor): StridedTensor {
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
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
