import type { LayerSpec } from "@reciprocal/network";
import type { serialization, Tensor2D } from "@tensorflow/tfjs-core";
import type { Factor } from "./factor.js";
import type { GroupArguments, MappingKind } from "./mapping-arguments.js";
import type { MatrixArgument } from "./matrix-argument.js";
import { Reciprocal, type ReciprocalArguments } from "./reciprocal.js";

export interface SpectralDenseArgs extends ReciprocalArguments, GroupArguments<"phi"> {
  /**
   * `two` (default): λ_in and λ_out train. `one`: only λ_out does, and λ_in is zero: no weight, until `setTrained`
   * lets it train.
   */
  eigenvalues?: "two" | "one";
  /** φ, m×n; default: the recipe of `createNetwork`, U diag(s) Vᵀ as published. */
  phi?: MatrixArgument;
  /** SHA-256 that φ by its recipe must have; `getConfig` writes it, so that a file is not loaded with another φ. */
  phiDigest?: string;
}

/**
 * Dense layer in reciprocal space: y = a(x w + b) with w_ij = (λ_in_j − λ_out_i) φ_ij, φ a random matrix that stays as
 * it is unless `train` names it (arXiv:2106.09021).
 *
 * Weights in order: lambdaIn [n], lambdaOut [m], phi [n, m] unless it is made by recipe and never trained, bias [m].
 */
export class SpectralDense extends Reciprocal {
  static readonly className = "@reciprocal/tfjs/registerLayers>SpectralDense";
  static readonly kind: MappingKind = {
    kind: "spectral",
    stem: "spectral_dense",
    groups: ["lambdaIn", "lambdaOut", "phi"],
    matrices: ["phi"],
    own: ["eigenvalues"],
    train: ["lambdaIn", "lambdaOut", "bias"],
  };
  readonly #eigenvalues: "two" | "one";

  /**
   * @throws {TypeError} for an unknown argument, or one of the wrong type
   * @throws {RangeError} for a number out of range, or a group that the layer does not have
   */
  constructor(args: SpectralDenseArgs) {
    const { eigenvalues = "two" } = args;
    const train = eigenvalues === "one" ? (["lambdaOut", "bias"] as const) : SpectralDense.kind.train;
    super(SpectralDense.kind, { train, ...args });
    if (eigenvalues !== "two" && eigenvalues !== "one") {
      throw new TypeError(`${this.name}: eigenvalues must be "two" or "one", got ${String(eigenvalues)}`);
    }
    this.#eigenvalues = eigenvalues;
  }

  protected override spec(): LayerSpec {
    const { units, useBias } = this;
    return { kind: "spectral", units, useBias, eigenvalues: this.#eigenvalues };
  }

  protected override startsWithoutLambdaIn(): boolean {
    return this.#eigenvalues === "one";
  }

  protected override factors(): readonly Factor[] {
    return [{ kind: "matrix", ...this.operand<Tensor2D>("phi") }];
  }

  override getConfig(): serialization.ConfigDict {
    // once λ_in is a weight, a layer of one set is one of two
    const isOne = this.#eigenvalues === "one" && (!this.built || this.isConstant("lambdaIn"));
    return { ...super.getConfig(), eigenvalues: isOne ? "one" : "two" };
  }
}

/** A `SpectralDense` layer, in the manner of `tf.layers.dense`. */
export function spectralDense(args: SpectralDenseArgs): SpectralDense {
  return new SpectralDense(args);
}
