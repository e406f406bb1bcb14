import { check, integer } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";

/** `lower`: entries with column ≤ row; `upper`: entries with column ≥ row. */
export type Triangle = "lower" | "upper";

/**
 * The triangle that R of an S-QR layer is: size×size with size = min(n, m), lower if φ = R Q (n ≥ m), upper if
 * φ = Q R.
 */
export function triangleOf({ inputs, outputs }: { readonly inputs: number; readonly outputs: number }): {
  size: number;
  side: Triangle;
} {
  return { size: Math.min(inputs, outputs), side: inputs >= outputs ? "lower" : "upper" };
}

/**
 * The k×k row-major matrix of a packed triangle; the other half is zero.
 *
 * @param packed - k(k+1)/2 numbers, row by row; not modified
 * @throws {RangeError} unless k is an integer of at least 1
 * @throws {ShapeError} when the number of values is another
 */
export function unpackTriangle(packed: ArrayLike<number>, k: number, triangle: Triangle): Float64Array {
  checkLength("unpackTriangle", packed.length, k, (k * (k + 1)) / 2);
  const values = new Float64Array(k * k);
  positions(k, triangle).forEach((position, index) => (values[position] = packed[index]!));
  return values;
}

/**
 * The k(k+1)/2 numbers of one triangle, diagonal included, row by row. The other half is not read, and so not checked.
 *
 * @param values - k×k, row-major; not modified
 * @throws {RangeError} unless k is an integer of at least 1
 * @throws {ShapeError} when the number of values is another
 */
export function packTriangle(values: ArrayLike<number>, k: number, triangle: Triangle): Float64Array {
  checkLength("packTriangle", values.length, k, k * k);
  return Float64Array.from(positions(k, triangle), (position) => values[position]!);
}

/** Where each packed number stands in the k×k matrix. */
function positions(k: number, triangle: Triangle): Uint32Array {
  const all = new Uint32Array((k * (k + 1)) / 2);
  let index = 0;
  for (let row = 0; row < k; row++) {
    const [first, last] = triangle === "lower" ? [0, row] : [row, k - 1];
    for (let column = first; column <= last; column++) all[index++] = row * k + column;
  }
  return all;
}

function checkLength(where: string, got: number, k: number, needed: number): void {
  check(integer({ min: 1 }), where, "k", k);
  if (got === needed) return;
  throw new ShapeError(`${where}: a triangle of k = ${k} needs ${needed} values, got ${got}`);
}
