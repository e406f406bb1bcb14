import type { Activation } from "./activation.js";
import type { MatrixSource } from "./matrix-source.js";
import type { Shape } from "./shape.js";

/**
 * A feed-forward network as immutable plain data. Training, pruning, conversion and files are functions from
 * networks to networks; nobody changes the arrays in place.
 */
export interface Network {
  /**
   * The shape of one sample: [n] for a list of n numbers, [height, width, channels] for an image. Wherever samples are
   * given as numbers they are row-major: of an image all channels of the first pixel, then those of the pixel to its
   * right, and the rows from top to bottom. A mapping takes them in this order, whatever the shape.
   */
  readonly inputShape: Shape;
  /** In the order in which a sample passes them; the outputs of one are the inputs of the next. */
  readonly layers: readonly Layer[];
}

/** n inputs to m outputs in every mapping; kernels, phi and their factors are row-major, out × in. */
export type Layer = MappingLayer | ActivationLayer;

export type MappingLayer = DenseLayer | SpectralLayer | SvdLayer | QrLayer;

interface Mapping {
  /** n, all the numbers of the sample that arrives. */
  readonly inputs: number;
  /** m; the shape of what leaves is [m]. */
  readonly outputs: number;
  /** Length m, or absent when the layer has none. */
  readonly bias?: Float32Array;
  /**
   * Dynamic magnitude mask: the share p of weights that are zero, 0 ≤ p < 1; absent means 0. Before every forward pass,
   * in training too, the round(p·n·m) weights of smallest magnitude are zero; of weights as large as the smallest one
   * that stays, all stay. The stored numbers stay as they are: what is masked now may come back later.
   */
  readonly sparsity?: number;
  /**
   * Fixed mask, m×n, row-major: 1 where a weight is as the layer makes it, 0 where it is zero, in training too; absent
   * means 1 everywhere. A row of zeros cuts an output node off from all inputs, a column an input node from all outputs.
   * It comes before the dynamic mask, which counts its zeros among the smallest weights.
   */
  readonly mask?: Uint8Array;
}

/** Direct space: y = w x + b. */
export interface DenseLayer extends Mapping {
  readonly kind: "dense";
  /** w, m×n */
  readonly kernel: Float32Array;
  readonly trainable: Trainable<"kernel">;
}

/** Reciprocal space: w_ij = (λ_in_j − λ_out_i) φ_ij. */
export interface SpectralLayer extends Mapping {
  readonly kind: "spectral";
  /** λ_in, length n */
  readonly lambdaIn: Float32Array;
  /** λ_out, length m */
  readonly lambdaOut: Float32Array;
  /** φ, m×n */
  readonly phi: MatrixSource;
  readonly trainable: Trainable<"lambdaIn" | "lambdaOut" | "phi">;
}

/** S-SVD: φ = U diag(s) Vᵀ with k = min(n, m); U and V stay frozen. */
export interface SvdLayer extends Mapping {
  readonly kind: "s-svd";
  readonly lambdaIn: Float32Array;
  readonly lambdaOut: Float32Array;
  /** m×k */
  readonly U: MatrixSource;
  /** length k */
  readonly s: Float32Array;
  /** n×k */
  readonly V: MatrixSource;
  readonly trainable: Trainable<"lambdaIn" | "lambdaOut" | "s">;
}

/**
 * S-QR in the smaller orientation, k = min(n, m); Q stays frozen.
 * n ≥ m: φ = R Q, R k×k lower triangular, Q k×n with orthonormal rows.
 * n < m: φ = Q R, Q m×k with orthonormal columns, R k×k upper triangular.
 */
export interface QrLayer extends Mapping {
  readonly kind: "s-qr";
  readonly lambdaIn: Float32Array;
  readonly lambdaOut: Float32Array;
  readonly Q: MatrixSource;
  /** The k(k+1)/2 numbers of the triangle, packed row by row. */
  readonly R: Float32Array;
  readonly trainable: Trainable<"lambdaIn" | "lambdaOut" | "R">;
}

export interface ActivationLayer {
  readonly kind: "activation";
  readonly activation: Activation;
}

/** Which groups of a layer's numbers training may change. `bias` has no effect where there is none. */
export type Trainable<Group extends string> = Readonly<Record<Group | "bias", boolean>>;

/** The name of a group of numbers that training may change. */
export type ParameterName = "kernel" | "lambdaIn" | "lambdaOut" | "phi" | "s" | "R" | "bias";
