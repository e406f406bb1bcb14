import { apply, type Operator } from "../operator.js";
import { constant, type Constant, type Value } from "../value.js";

/** Rows or columns of a matrix: from the first of them to the one before `end`. */
export type Range = readonly [start: number, end: number];

const wholeNumbers = (values: readonly number[]): Constant =>
  constant(BigInt64Array.from(values, BigInt), [values.length]);

const numbersOf = (value: Value | undefined): number[] => Array.from((value as Constant).data, Number);

const cut: Operator = {
  type: "Slice",
  shape: ([, starts, ends]) => {
    const from = numbersOf(starts);
    return numbersOf(ends).map((end, axis) => end - from[axis]!);
  },
  gradient: ({ operands: [a, starts, ends] }, upstream) => {
    const after = numbersOf(ends).map((end, axis) => (a!.shape[axis] as number) - end);
    return [apply(padding, [upstream, wholeNumbers([...numbersOf(starts), ...after])])];
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
};

const joining: Operator = {
  type: "Concat",
  shape: (parts, { axis }) => {
    const sum = parts.reduce((total, { shape }) => total + (shape[axis!.value] as number), 0);
    return parts[0]!.shape.map((size, i) => (i === axis!.value ? sum : size));
  },
  gradient: ({ operands, attributes: { axis } }, upstream) => {
    let end = 0;
    return operands.map(({ shape }) => {
      const range: Range = [end, (end += shape[axis!.value] as number)];
      const [rows, columns] = shape as [number, number];
      return axis!.value === 0 ? block(upstream, range, [0, columns]) : block(upstream, [0, rows], range);
    });
  },
};

/** Part of a matrix whose size is known when the graph is built. */
export function block(a: Value, rows: Range, columns: Range): Value {
  return apply(cut, [a, wholeNumbers([rows[0], columns[0]]), wholeNumbers([rows[1], columns[1]])]);
}

/** Matrices of one width above each other. */
export const joinRows = (parts: readonly Value[]): Value =>
  apply(joining, parts, { axis: { type: "int", value: 0 } });

/** Matrices of one height beside each other. */
export const joinColumns = (parts: readonly Value[]): Value =>
  apply(joining, parts, { axis: { type: "int", value: 1 } });
