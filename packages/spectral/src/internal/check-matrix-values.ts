import { check, integer } from "@reciprocal/guards";
import { ConvergenceError, ShapeError } from "../errors.js";

/** Guard for a row-major matrix: sizes that are integers, as many values as they need, every value finite. */
export function checkMatrixValues(
  where: string,
  values: ArrayLike<number>,
  rows: number,
  columns: number,
): void {
  check(integer({ min: 1 }), where, "rows", rows);
  check(integer({ min: 1 }), where, "columns", columns);
  if (values.length !== rows * columns) {
    throw new ShapeError(
      `${where}: a ${rows}×${columns} matrix needs ${rows * columns} values, got ${values.length}`,
    );
  }
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at])) continue;
    const row = Math.floor(at / columns);
    throw new ConvergenceError(
      `${where}: needs finite values, got ${values[at]} in row ${row}, column ${at % columns}`,
    );
  }
}
