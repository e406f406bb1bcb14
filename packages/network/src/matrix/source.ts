/**
 * How a frozen random matrix is made. The recipe stands in for the numbers: the same recipe gives the same
 * float32 values, bit for bit, on every platform.
 *
 * - `normal`: every entry ~ N(0, deviation²)
 * - `svd-product`: U diag(s) Vᵀ with U, V ~ N(0, deviation²) and s ~ U(0, maximum)
 * - `q-of-normal`: the orthonormal factor of a rows×columns matrix ~ N(0, deviation²): its Q in A = QR if
 *   rows ≥ columns (orthonormal columns), in A = LQ if rows < columns (orthonormal rows)
 */
export type Recipe =
  | { readonly kind: "normal"; readonly seed: number; readonly deviation: number }
  | {
      readonly kind: "svd-product";
      readonly seed: number;
      readonly deviation: number;
      readonly maximum: number;
    }
  | { readonly kind: "q-of-normal"; readonly seed: number; readonly deviation: number };

/** A matrix that a recipe makes. */
export interface RecipeSource {
  /** How many rows the matrix has. */
  readonly rows: number;
  /** How many columns the matrix has. */
  readonly columns: number;
  /** What makes its numbers. */
  readonly recipe: Recipe;
}

/** Some rows and columns of a matrix that a recipe makes, so that what is cut out of it needs no list of numbers. */
export interface IndexSelection {
  /** The whole matrix. */
  readonly of: RecipeSource;
  /** Which rows of it, in the order in which they stand here. */
  readonly rowIndices: Uint32Array;
  /** Which columns. */
  readonly columnIndices: Uint32Array;
}

/** A matrix of a layer, row-major: its numbers, the recipe that makes them, or a selection from what a recipe makes. */
export type MatrixSource =
  | StoredMatrix
  | RecipeSource
  | { readonly rows: number; readonly columns: number; readonly selection: IndexSelection };

/** A matrix by its numbers. */
export interface StoredMatrix {
  /** How many rows the matrix has. */
  readonly rows: number;
  /** How many columns the matrix has. */
  readonly columns: number;
  /** Row-major, rows × columns. */
  readonly values: Float32Array;
}

/** Whether a value is a matrix with its own sizes, stored or by recipe, and not a plain array. */
export function isSource(content: unknown): content is MatrixSource {
  return typeof content === "object" && content !== null && "rows" in content;
}
