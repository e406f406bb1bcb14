import type { LayerSpec } from "@reciprocal/network";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import type { Factor } from "./factor.js";
import type { GroupArguments, MappingKind } from "./mapping-arguments.js";
import type { MatrixArgument } from "./matrix-argument.js";
import { Reciprocal, type ReciprocalArguments } from "./reciprocal.js";

export interface SvdDenseArgs extends ReciprocalArguments, GroupArguments<"s"> {
  /** m×k with k = min(n, m); default: the recipe of `createNetwork`, entries ~ N(0, 0.04²). */
  U?: MatrixArgument;
  /** n×k; default: the recipe of `createNetwork`, entries ~ N(0, 0.04²). */
  V?: MatrixArgument;
  /** SHA-256 that U by its recipe must have; written by `getConfig`. */
  UDigest?: string;
  /** SHA-256 that V by its recipe must have; written by `getConfig`. */
  VDigest?: string;
}

/**
 * S-SVD: a dense layer in reciprocal space with φ = U diag(s) Vᵀ, where λ_in, λ_out and s train and U and V do not
 * (arXiv:2106.09021).
 *
 * Weights in order: lambdaIn [n], lambdaOut [m], s [k], bias [m]; then U [k, m] and V [n, k] where they are given by
 * their numbers.
 */
export class SvdDense extends Reciprocal {
  static readonly className = "@reciprocal/tfjs/registerLayers>SvdDense";
  static readonly kind: MappingKind = {
    kind: "s-svd",
    stem: "svd_dense",
    groups: ["lambdaIn", "lambdaOut", "s"],
    matrices: ["U", "V"],
    own: [],
    train: ["lambdaIn", "lambdaOut", "s", "bias"],
  };

  /**
   * @throws {TypeError} for an unknown argument, or one of the wrong type
   * @throws {RangeError} for a number out of range, or a group that the layer does not have
   */
  constructor(args: SvdDenseArgs) {
    super(SvdDense.kind, args);
  }

  protected override spec(): LayerSpec {
    const { units, useBias } = this;
    return { kind: "s-svd", units, useBias };
  }

  protected override factors(): readonly Factor[] {
    return [
      { kind: "matrix", ...this.operand<Tensor2D>("V") },
      { kind: "diagonal", ...this.operand<Tensor1D>("s") },
      { kind: "matrix", ...this.operand<Tensor2D>("U") },
    ];
  }
}

/** An `SvdDense` layer, in the manner of `tf.layers.dense`. */
export function svdDense(args: SvdDenseArgs): SvdDense {
  return new SvdDense(args);
}
