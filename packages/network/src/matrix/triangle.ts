import { check, integer } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";

/** `lower`: entries with column ≤ row; `upper`: entries with column ≥ row. */
export type Triangle = "lower" | "upper";

/** A k×k triangle, or what is left of it: some rows of a lower one, some columns of an upper one. */
export interface PackedTriangle {
  /** k */
  readonly size: number;
  /** Which half of the square it is. */
  readonly side: Triangle;
  /** 1 for each row of a lower triangle, or column of an upper one, that is there; absent if all are. */
  readonly lines?: Uint8Array;
}

/**
 * The triangle that R of an S-QR layer is: size×size with size = min(n, m), lower if φ = R Q (n ≥ m), upper if
 * φ = Q R, where φ is m×n as it was made.
 *
 * @param layer - or any two sizes: inputs n and outputs m
 *
 * @example
 * import { triangleOf } from "@reciprocal/network";
 *
 * console.log(triangleOf({ inputs: 784, outputs: 10 }));
 * // => { size: 10, side: 'lower' }
 */
export function triangleOf({
  inputs,
  outputs,
  madeAs: [m, n] = [outputs, inputs],
  lines,
}: {
  readonly inputs: number;
  readonly outputs: number;
  readonly madeAs?: readonly [m: number, n: number];
  readonly lines?: Uint8Array;
}): PackedTriangle {
  return { size: Math.min(n, m), side: n >= m ? "lower" : "upper", ...(lines && { lines }) };
}

/** Where the numbers of a triangle stand in its rectangle, which has the rows or columns that are there alone. */
export interface TriangleRows {
  /** How many rows are there. */
  readonly rows: number;
  /** How many columns are there. */
  readonly columns: number;
  /** By row: the numbers stand from this column on, */
  readonly starts: Uint32Array;
  /** and before this one. */
  readonly ends: Uint32Array;
}

/**
 * Row by row, where the packed numbers of a triangle stand: each row holds one run of them.
 *
 * @param triangle - its size and side, and what is left of it
 *
 * @example
 * import { triangleRows } from "@reciprocal/network";
 *
 * const { starts, ends } = triangleRows({ size: 3, side: "lower" });
 * console.log([...starts], [...ends]);
 * // => [ 0, 0, 0 ] [ 1, 2, 3 ]
 */
export function triangleRows({ size: k, side, lines }: PackedTriangle): TriangleRows {
  const kept = lines ? indicesOf(lines) : Uint32Array.from({ length: k }, (_, line) => line);
  if (side === "lower") {
    const [starts, ends] = [new Uint32Array(kept.length), kept.map((line) => line + 1)];
    return { rows: kept.length, columns: k, starts, ends };
  }
  const starts = new Uint32Array(k);
  let start = 0;
  for (let row = 0; row < k; row++) {
    while (start < kept.length && kept[start]! < row) start++;
    starts[row] = start;
  }
  return { rows: k, columns: kept.length, starts, ends: new Uint32Array(k).fill(kept.length) };
}

/** How many numbers a triangle has: k(k+1)/2 if all of it is there. */
export function triangleLength({ size: k, lines }: PackedTriangle): number {
  return lines ? lines.reduce((sum, isThere, line) => sum + isThere * (line + 1), 0) : (k * (k + 1)) / 2;
}

/**
 * The k×k row-major matrix of a packed triangle, the other half zero; the rows of a lower one, or the columns of an upper
 * one, that `lines` leaves if it is given.
 *
 * @param packed - k(k+1)/2 numbers, or as many as the lines have, row by row; not modified
 * @param k - how many rows the matrix has
 * @param triangle - `lower` or `upper`
 * @param lines - see `PackedTriangle`
 * @throws {RangeError} unless k is an integer of at least 1
 * @throws {ShapeError} when the number of values is another
 *
 * @example
 * import { unpackTriangle } from "@reciprocal/network";
 *
 * console.log(unpackTriangle([1, 2, 3], 2, "lower"));
 * // => Float64Array(4) [ 1, 0, 2, 3 ]
 */
export function unpackTriangle(
  packed: ArrayLike<number>,
  k: number,
  triangle: Triangle,
  lines?: Uint8Array,
): Float64Array {
  const whole = shapeOf("unpackTriangle", { size: k, side: triangle, lines });
  checkLength("unpackTriangle", packed.length, whole, triangleLength(whole));
  const { rows, columns, starts, ends } = triangleRows(whole);
  const values = new Float64Array(rows * columns);
  let next = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = starts[row]!; column < ends[row]!; column++)
      values[row * columns + column] = packed[next++]!;
  }
  return values;
}

/**
 * The k(k+1)/2 numbers of one triangle, diagonal included, row by row. The other half is not read, and so not checked.
 * With `lines`, the numbers of these rows of a lower triangle, or columns of an upper one, from a matrix that has them alone.
 *
 * @param values - k×k, row-major; not modified
 * @param k - how many rows the matrix has
 * @param triangle - `lower` or `upper`
 * @param lines - see `PackedTriangle`
 * @throws {RangeError} unless k is an integer of at least 1
 * @throws {ShapeError} when the number of values is another
 *
 * @example
 * import { packTriangle } from "@reciprocal/network";
 *
 * console.log(packTriangle([1, 0, 2, 3], 2, "lower"));
 * // => Float64Array(3) [ 1, 2, 3 ]
 */
export function packTriangle(
  values: ArrayLike<number>,
  k: number,
  triangle: Triangle,
  lines?: Uint8Array,
): Float64Array {
  const whole = shapeOf("packTriangle", { size: k, side: triangle, lines });
  const { rows, columns, starts, ends } = triangleRows(whole);
  checkLength("packTriangle", values.length, whole, rows * columns);
  const packed = new Float64Array(triangleLength(whole));
  let next = 0;
  for (let row = 0; row < rows; row++) {
    for (let column = starts[row]!; column < ends[row]!; column++)
      packed[next++] = values[row * columns + column]!;
  }
  return packed;
}

function shapeOf(
  where: string,
  { size, side, lines }: { size: number; side: Triangle; lines: Uint8Array | undefined },
): PackedTriangle {
  check(integer({ min: 1 }), where, "k", size);
  return { size, side, ...(lines && { lines }) };
}

function checkLength(where: string, got: number, { size }: PackedTriangle, needed: number): void {
  if (got === needed) return;
  throw new ShapeError(`${where}: a triangle of k = ${size} needs ${needed} values, got ${got}`);
}

/** The places that are not 0. */
function indicesOf(lines: Uint8Array): Uint32Array {
  const found: number[] = [];
  lines.forEach((isThere, line) => isThere && found.push(line));
  return Uint32Array.from(found);
}
