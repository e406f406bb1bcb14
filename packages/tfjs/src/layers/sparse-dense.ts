import type { LayerSpec } from "@reciprocal/network";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { Mapping } from "./mapping.js";
import type { GroupArguments, MappingArguments, MappingKind } from "./mapping-arguments.js";

export interface SparseDenseArgs extends MappingArguments, GroupArguments<"kernel"> {
  /** Dynamic magnitude mask: the share of weights that are zero in every forward pass, 0 ≤ p < 1. */
  sparsity: number;
}

/**
 * Dense layer in direct space, y = a(x w + b), with a dynamic mask: before every forward pass the weights of smallest
 * magnitude are zero, and get no gradient. The stored numbers stay as they are, so that what is masked now may come
 * back later (the sparse runs of arXiv:2106.09021).
 *
 * Weights in order: kernel [n, m], bias [m].
 */
export class SparseDense extends Mapping {
  static readonly className = "@reciprocal/tfjs/registerLayers>SparseDense";
  static readonly kind: MappingKind = {
    kind: "dense",
    stem: "sparse_dense",
    groups: ["kernel"],
    matrices: [],
    own: [],
    train: ["kernel", "bias"],
  };

  /**
   * @throws {TypeError} for an unknown argument, or one of the wrong type
   * @throws {RangeError} for a number out of range, or a group that the layer does not have
   */
  constructor(args: SparseDenseArgs) {
    super(SparseDense.kind, args);
    if ((args.sparsity as number | undefined) === undefined) {
      throw new RangeError(`${this.name}: sparsity must be a number from 0 to below 1, got none`);
    }
  }

  protected override spec(): LayerSpec {
    const { units, useBias } = this;
    return { kind: "dense", units, useBias };
  }

  protected override formKernel(): Tensor2D {
    return this.operand<Tensor2D>("kernel").value;
  }
}

/** A `SparseDense` layer, in the manner of `tf.layers.dense`. */
export function sparseDense(args: SparseDenseArgs): SparseDense {
  return new SparseDense(args);
}
