import type { ActivationLayer, Shape } from "@reciprocal/network";

/** A network whose mappings are sparse rows, as immutable plain data; see `toSparse` and `forwardSparse`. */
export interface SparseNetwork {
  /** Of one sample, as the `inputShape` of a network. */
  readonly inputShape: Shape;
  /** The layers, in order. */
  readonly layers: readonly (SparseLayer | ActivationLayer)[];
}

/** y = w x + b with w in compressed sparse rows: row i holds the entries rowStarts[i] … rowStarts[i + 1] − 1. */
export interface SparseLayer {
  readonly kind: "sparse";
  /** How many numbers arrive, n. */
  readonly inputs: number;
  /** How many numbers leave, m. */
  readonly outputs: number;
  /** Length m + 1; the last one is the number of entries. */
  readonly rowStarts: Uint32Array;
  /** The column of each entry, ascending within a row; 16 bits each if that is enough. */
  readonly columnIndices: Uint16Array | Uint32Array;
  /** The weight of each entry. */
  readonly values: Float32Array;
  /** Length m, or absent. */
  readonly bias?: Float32Array;
}
