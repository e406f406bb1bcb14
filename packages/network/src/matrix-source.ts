/**
 * How a frozen random matrix is made. The recipe stands in for the numbers: the same recipe gives the same
 * float32 values, bit for bit, on every platform.
 *
 * - `normal`: every entry ~ N(0, deviation²)
 * - `svd-product`: U diag(s) Vᵀ with U, V ~ N(0, deviation²) and s ~ U(0, maximum)
 * - `q-of-normal`: the orthonormal factor of a rows×columns matrix ~ N(0, deviation²): its Q in A = QR where
 *   rows ≥ columns (orthonormal columns), in A = LQ where rows < columns (orthonormal rows)
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

/** A matrix of a layer, row-major: either its numbers, or the recipe that makes them. */
export type MatrixSource =
  | { readonly rows: number; readonly columns: number; readonly values: Float32Array }
  | { readonly rows: number; readonly columns: number; readonly recipe: Recipe };
