/** The initial numbers of one dense mapping, for engines that take them as they are. */
export interface DenseValues {
  readonly inputs: number;
  readonly outputs: number;
  /** w, out × in, row-major */
  readonly kernel: Float32Array;
  readonly bias: Float32Array;
}

/** The initial numbers of one spectral mapping. */
export interface SpectralValues {
  readonly inputs: number;
  readonly outputs: number;
  readonly lambdaIn: Float32Array;
  readonly lambdaOut: Float32Array;
  /** φ, out × in, row-major */
  readonly phi: Float32Array;
  readonly bias: Float32Array;
}
