import type { MatcherResult } from "./close-relative.js";
import { multiply } from "./internal/multiply.js";
import { type MatrixLike, valuesOf } from "./matrix-like.js";

export interface ToleranceOptions {
  /** Allowed error in units of 2⁻⁵² · max(rows, columns); default 10. */
  factor?: number;
}

/**
 * Orthonormal columns of a matrix with rows ≥ columns, orthonormal rows of a wide one:
 * ‖QᵀQ − I‖_F ≤ factor · 2⁻⁵² · max(rows, columns). The message names the worst product.
 */
export function orthonormal(matrix: MatrixLike, { factor = 10 }: ToleranceOptions = {}): MatcherResult {
  const { rows, columns } = matrix;
  const values = valuesOf(matrix);
  const turned = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) turned[j * rows + i] = values[i * columns + j]!;

  const tall = rows >= columns;
  const size = tall ? columns : rows;
  const gram = tall
    ? multiply(turned, values, columns, rows, columns)
    : multiply(values, turned, rows, columns, rows);
  let squares = 0;
  let worst = 0;
  let largest = -1;
  for (let at = 0; at < gram.length; at++) {
    const error = Math.abs(gram[at]! - (at % (size + 1) === 0 ? 1 : 0));
    squares += error * error;
    if (error <= largest) continue;
    largest = error;
    worst = at;
  }
  const ratio = Math.sqrt(squares) / (factor * Number.EPSILON * Math.max(rows, columns));
  const kind = tall ? "columns" : "rows";
  return {
    pass: ratio <= 1,
    message: () =>
      `${kind} ${Math.floor(worst / size)} and ${worst % size}: product ${gram[worst]}; error of all ${kind} ${ratio.toPrecision(3)} of the allowed`,
  };
}
