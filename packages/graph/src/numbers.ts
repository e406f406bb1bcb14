import type { Numbers } from "./value.js";

export const sizeOf = (shape: readonly number[]): number =>
  shape.reduce((product, size) => product * size, 1);

/** How far apart neighbors along each axis are, row-major. */
export function stridesOf(shape: readonly number[]): number[] {
  const strides: number[] = [];
  for (let axis = shape.length - 1, stride = 1; axis >= 0; stride *= shape[axis--]!) strides[axis] = stride;
  return strides;
}

/**
 * Where each entry of a tensor of a given shape comes from: at each index (i, j, …) the sum of index · stride, from
 * `start`. Stride 0 repeats.
 */
export function gather(
  data: Float64Array,
  shape: readonly number[],
  { strides, start = 0 }: { readonly strides: readonly number[]; readonly start?: number },
): Float64Array {
  const result = new Float64Array(sizeOf(shape));
  let at = 0;
  const visit = (axis: number, from: number): void => {
    if (axis === shape.length) {
      result[at++] = data[from]!;
      return;
    }
    for (let i = 0; i < shape[axis]!; i++) visit(axis + 1, from + i * strides[axis]!);
  };
  visit(0, start);
  return result;
}

/** A tensor repeated along the axes that broadcasting adds or stretches. */
export function repeated({ data, shape }: Numbers, to: readonly number[]): Float64Array {
  if (data.length === sizeOf(to)) return data;
  const padded = [...new Array<number>(to.length - shape.length).fill(1), ...shape];
  const strides = stridesOf(padded).map((stride, axis) => (padded[axis] === 1 ? 0 : stride));
  return gather(data, to, { strides });
}
