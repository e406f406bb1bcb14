/** A matrix as the matchers take it: flat row-major values with their sizes, or an ml-matrix `Matrix`. */
export type MatrixLike =
  | { readonly rows: number; readonly columns: number; readonly values: ArrayLike<number> }
  | { readonly rows: number; readonly columns: number; to1DArray(): number[] };

/** The row-major values of a matrix. @throws {TypeError} when they are not as many as its sizes need */
export function valuesOf(matrix: MatrixLike): ArrayLike<number> {
  const values = "to1DArray" in matrix ? matrix.to1DArray() : matrix.values;
  if (values.length === matrix.rows * matrix.columns) return values;
  throw new TypeError(
    `test-utils: a ${matrix.rows}×${matrix.columns} matrix needs ${matrix.rows * matrix.columns} values, got ${values.length}`,
  );
}
