/** One product with sparse rows beside the same product by dense engines. */
export interface SparseMeasurement {
  readonly batchSize: number;
  /** Share of weights that are zero. */
  readonly sparsity: number;
  /** Medians over the repeats, of one product. */
  readonly microseconds: number;
  readonly onnxMicroseconds: number;
  readonly tfjsMicroseconds: number;
  /** Time of the dense engine by ours: above 1 sparse rows are faster. */
  readonly onnxToSparse: number;
  readonly tfjsToSparse: number;
}
