import { type LayerSpec, triangleOf } from "@reciprocal/network";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { unpackTriangle } from "../operators/unpack-triangle.js";
import type { Factor } from "./factor.js";
import type { GroupArguments, MappingKind } from "./mapping-arguments.js";
import type { MatrixArgument } from "./matrix-argument.js";
import { Reciprocal, type ReciprocalArguments } from "./reciprocal.js";

export interface QrDenseArgs extends ReciprocalArguments, GroupArguments<"R"> {
  /**
   * Orthonormal, m×n; default: the recipe of `createNetwork`, the factor of a matrix ~ N(0, 0.036²). R starts from the
   * other factor of the matrix that the seed gives, with the deviation of a `q-of-normal` recipe.
   */
  Q?: MatrixArgument;
  /** SHA-256 that Q by its recipe must have; written by `getConfig`. */
  QDigest?: string;
}

/**
 * S-QR: a dense layer in reciprocal space with φ = R Q (n ≥ m) or Q R (n < m), where λ_in, λ_out and the triangle R
 * train and Q does not (arXiv:2106.09021). R is stored as its k(k+1)/2 numbers, k = min(n, m), so that exactly as many
 * are trained.
 *
 * Weights in order: lambdaIn [n], lambdaOut [m], R [k(k+1)/2] packed row by row, bias [m]; then Q [n, m] where it is
 * given by its numbers.
 */
export class QrDense extends Reciprocal {
  static readonly className = "@reciprocal/tfjs/registerLayers>QrDense";
  static readonly kind: MappingKind = {
    kind: "s-qr",
    stem: "qr_dense",
    groups: ["lambdaIn", "lambdaOut", "R"],
    matrices: ["Q"],
    own: [],
    train: ["lambdaIn", "lambdaOut", "R", "bias"],
  };

  /**
   * @throws {TypeError} for an unknown argument, or one of the wrong type
   * @throws {RangeError} for a number out of range, or a group that the layer does not have
   */
  constructor(args: QrDenseArgs) {
    super(QrDense.kind, args);
  }

  protected override spec(): LayerSpec {
    const { units, useBias } = this;
    const Q = this.matrixArgument("Q");
    const isFactor = typeof Q === "object" && "kind" in Q && Q.kind === "q-of-normal";
    return { kind: "s-qr", units, useBias, ...(isFactor && { deviation: Q.deviation }) };
  }

  protected override factors(): readonly Factor[] {
    const Q = this.operand<Tensor2D>("Q");
    const R = this.operand<Tensor1D>("R");
    const [inputs, outputs] = Q.value.shape;
    const { size, side } = triangleOf({ inputs, outputs });
    const triangle = unpackTriangle(R.value, { size, side, isTrained: R.isTrained });
    const ofQ: Factor = { kind: "matrix", ...Q };
    const ofR: Factor = { kind: "matrix", value: triangle, isTrained: R.isTrained };
    return side === "lower" ? [ofQ, ofR] : [ofR, ofQ];
  }
}

/** A `QrDense` layer, in the manner of `tf.layers.dense`. */
export function qrDense(args: QrDenseArgs): QrDense {
  return new QrDense(args);
}
