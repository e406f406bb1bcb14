import type { MatcherResult } from "./close-relative.js";
import { largestMagnitude } from "./internal/largest-magnitude.js";
import { multiply } from "./internal/multiply.js";
import { type MatrixLike, valuesOf } from "./matrix-like.js";
import type { ToleranceOptions } from "./orthonormal.js";

/**
 * The product of the factors, in order, is the matrix A: ‖A − product‖_F ≤ factor · 2⁻⁵² · max(rows, columns) ·
 * ‖A‖_F. The message names the worst entry.
 */
export function reconstruct(
  factors: readonly MatrixLike[],
  matrix: MatrixLike,
  { factor = 10 }: ToleranceOptions = {},
): MatcherResult {
  const { rows, columns } = matrix;
  const expected = valuesOf(matrix);
  const { sizes, values } = product(factors);
  if (sizes[0] !== rows || sizes[1] !== columns) {
    return {
      pass: false,
      message: () => `expected a ${rows}×${columns} product, got ${sizes[0]}×${sizes[1]}`,
    };
  }
  const scale = largestMagnitude(expected); // keeps the squares in range
  let error = 0;
  let norm = 0;
  let worst = 0;
  let largest = -1;
  for (let at = 0; at < values.length; at++) {
    const gap = Math.abs(values[at]! - expected[at]!) / scale;
    error += gap ** 2;
    norm += (expected[at]! / scale) ** 2;
    if (gap <= largest) continue;
    largest = gap;
    worst = at;
  }
  const allowed = factor * Number.EPSILON * Math.max(rows, columns) * Math.sqrt(norm);
  const ratio = error === 0 ? 0 : Math.sqrt(error) / allowed;
  return {
    pass: ratio <= 1,
    message: () =>
      `row ${Math.floor(worst / columns)}, column ${worst % columns}: expected ${expected[worst]}, got ${values[worst]}; ` +
      `error of all entries ${ratio.toPrecision(3)} of the allowed`,
  };
}

function product(factors: readonly MatrixLike[]): { sizes: [number, number]; values: ArrayLike<number> } {
  const [first, ...rest] = factors;
  if (first === undefined) throw new TypeError("toReconstruct: needs at least one factor");
  let values = valuesOf(first);
  let columns = first.columns;
  for (const next of rest) {
    if (next.rows !== columns) {
      throw new TypeError(`toReconstruct: a factor with ${columns} columns meets one with ${next.rows} rows`);
    }
    values = multiply(values, valuesOf(next), first.rows, columns, next.columns);
    columns = next.columns;
  }
  return { sizes: [first.rows, columns], values };
}
