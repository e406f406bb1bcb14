import { gather, stridesOf } from "../numbers.js";
import {
  apply,
  integers,
  type Constant,
  type Numbers,
  type Operator,
  type Value,
  type Application,
} from "../value.js";

/** Rows or columns of a matrix: from the first of them to the one before `end`. */
export type Interval = readonly [start: number, end: number];

const numbersOf = (value: Value | undefined): number[] => Array.from((value as Constant).data, Number);

const cut: Operator = {
  type: "Slice",
  shape: ([, starts, ends]) => {
    const from = numbersOf(starts);
    return numbersOf(ends).map((end, axis) => end - from[axis]!);
  },
  compute: ([a, starts], shape) => {
    const strides = stridesOf(a!.shape);
    const start = strides.reduce((sum, stride, axis) => sum + stride * starts!.data[axis]!, 0);
    return gather(a!.data, shape, { strides, start });
  },
  gradient: ({ operands: [a, starts, ends] }, upstream) => {
    const after = numbersOf(ends).map((end, axis) => (a!.shape[axis] as number) - end);
    return [apply(padding, [upstream, integers([...numbersOf(starts), ...after])])];
  },
};

// only ever the gradient of a cut, so without one of its own
const padding: Operator = {
  type: "Pad",
  shape: ([a, zeros]) => {
    const [above, left, below, right] = numbersOf(zeros) as [number, number, number, number];
    const [rows, columns] = a!.shape as [number, number];
    return [above + rows + below, left + columns + right];
  },
  compute: ([a, zeros], shape) => {
    const [above, left] = zeros!.data as unknown as [number, number];
    return placed(new Float64Array(shape[0]! * shape[1]!), shape[1]!, a!, [above, left]);
  },
};

const joining: Operator = {
  type: "Concat",
  shape: (parts, { axis }) => {
    const sum = parts.reduce((total, { shape }) => total + (shape[axis!.value] as number), 0);
    return parts[0]!.shape.map((size, i) => (i === axis!.value ? sum : size));
  },
  compute: (parts, [rows, columns], { axis }) => {
    const result = new Float64Array(rows! * columns!);
    let end = 0;
    for (const part of parts) {
      placed(result, columns!, part, axis!.value === 0 ? [end, 0] : [0, end]);
      end += part.shape[axis!.value]!;
    }
    return result;
  },
  gradient: ({ operands, attributes: { axis } }, upstream) => {
    let end = 0;
    return operands.map(({ shape }) => {
      const range: Interval = [end, (end += shape[axis!.value] as number)];
      const [rows, columns] = shape as [number, number];
      return axis!.value === 0 ? block(upstream, range, [0, columns]) : block(upstream, [0, rows], range);
    });
  },
};

/** Writes a matrix into a larger one, at a row and a column. */
function placed(
  into: Float64Array,
  width: number,
  { data, shape }: Numbers,
  [row, column]: readonly [number, number],
): Float64Array {
  const [rows, columns] = shape as [number, number];
  for (let i = 0; i < rows; i++) {
    into.set(data.subarray(i * columns, (i + 1) * columns), (row + i) * width + column);
  }
  return into;
}

/**
 * Part of a matrix whose size is known when the graph is built.
 *
 * @param a - a matrix
 * @param rows - which of its rows
 * @param columns - which of its columns
 *
 * @example
 * import { block, constant, interpret } from "@reciprocal/graph";
 *
 * const a = constant(Float32Array.of(1, 2, 3, 4), [2, 2]);
 * console.log(interpret({ y: block(a, [0, 2], [1, 2]) }).y.data);
 * // => Float64Array(2) [ 2, 4 ]
 */
export const block = (a: Value, rows: Interval, columns: Interval): Application =>
  apply(cut, [a, integers([rows[0], columns[0]]), integers([rows[1], columns[1]])]);

/**
 * Matrices of one width above each other.
 *
 * @param parts - the matrices, from the top
 *
 * @example
 * import { constant, interpret, joinRows } from "@reciprocal/graph";
 *
 * const [a, b] = [constant(Float32Array.of(1, 2), [1, 2]), constant(Float32Array.of(3, 4), [1, 2])];
 * console.log(interpret({ y: joinRows([a, b]) }).y);
 * // => { data: Float64Array(4) [ 1, 2, 3, 4 ], shape: [ 2, 2 ] }
 */
export const joinRows = (parts: readonly Value[]): Application =>
  apply(joining, parts, { axis: { type: "int", value: 0 } });

/**
 * Matrices of one height beside each other.
 *
 * @param parts - the matrices, from the left
 *
 * @example
 * import { constant, interpret, joinColumns } from "@reciprocal/graph";
 *
 * const [a, b] = [constant(Float32Array.of(1, 2), [2, 1]), constant(Float32Array.of(3, 4), [2, 1])];
 * console.log(interpret({ y: joinColumns([a, b]) }).y);
 * // => { data: Float64Array(4) [ 1, 3, 2, 4 ], shape: [ 2, 2 ] }
 */
export const joinColumns = (parts: readonly Value[]): Application =>
  apply(joining, parts, { axis: { type: "int", value: 1 } });
