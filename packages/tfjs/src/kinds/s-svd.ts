import { options, type OptionTable, text } from "@reciprocal/guards";
import type { SvdLayer } from "@reciprocal/network";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { fromMapping, mappingArguments, matrixArgument } from "./of-mapping.js";
import { Mapping } from "../mapping/mapping.js";
import { type GroupArguments, mappingRules } from "../mapping/mapping-arguments.js";
import type { MappingDefinition, KindOfMapping } from "../mapping/mapping-definition.js";
import { type MatrixArgument, matrixRule } from "../mapping/matrix-argument.js";
import { type ReciprocalArguments, reciprocalForm } from "../mapping/reciprocal-form.js";
import type { TfjsKind } from "./kind.js";

/** Arguments of `svdDense`. */
export interface SvdDenseArgs extends ReciprocalArguments, GroupArguments<"s"> {
  /** m×k with k = min(n, m); default: the recipe of `createNetwork`. */
  U?: MatrixArgument;
  /** n×k; default: the recipe of `createNetwork`. */
  V?: MatrixArgument;
  /** SHA-256 that U by its recipe must have; written by `getConfig`. */
  UDigest?: string;
  /** SHA-256 that V by its recipe must have; written by `getConfig`. */
  VDigest?: string;
}

const svdOptions = options(
  () =>
    ({
      ...mappingRules(["lambdaIn", "lambdaOut", "s", "bias"]),
      U: matrixRule().optional(),
      V: matrixRule().optional(),
      UDigest: text().optional(),
      VDigest: text().optional(),
    }) satisfies OptionTable<SvdDenseArgs>,
);

const definition: MappingDefinition<ReturnType<typeof svdOptions.read>> = {
  kind: "s-svd",
  stem: "svd_dense",
  options: svdOptions,
  inByOut: ["V"], // n×k, from inputs
  spec: ({ units, useBias, start }) => ({ kind: "s-svd", units, useBias, start }),
  form: (operands) =>
    reciprocalForm(operands, [
      { kind: "matrix", ...operands.operand<Tensor2D>("V") },
      { kind: "diagonal", ...operands.operand<Tensor1D>("s") },
      { kind: "matrix", ...operands.operand<Tensor2D>("U") },
    ]),
};

/**
 * S-SVD: a dense layer in reciprocal space with φ = U diag(s) Vᵀ, where λ_in, λ_out and s train and U and V do not
 * (arXiv:2106.09021).
 *
 * Weights in order: lambdaIn [n], lambdaOut [m], s [k], bias [m]; then U [k, m] and V [n, k] if they are given by their
 * numbers.
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { sequential } from "@tensorflow/tfjs-layers";
 * import { SvdDense } from "@reciprocal/tfjs";
 *
 * const layer = new SvdDense({ units: 10, inputShape: [784] }); // or svdDense({ … })
 * console.log(sequential({ layers: [layer] }).countParams());
 * // => 814
 */
export class SvdDense extends Mapping {
  static readonly className = "@reciprocal/tfjs/registerLayers>SvdDense";
  /** Which kind of layer it is in a network. */
  static readonly kind: KindOfMapping = definition;

  /**
   * @param args - settings of the layer: `units` and what may be left out
   * @throws {TypeError} for an unknown argument, or one of the wrong type, or a group that the layer does not have
   * @throws {RangeError} for a number out of range
   */
  constructor(args: SvdDenseArgs) {
    super(args);
  }
}

/**
 * An `SvdDense` layer, in the manner of `tf.layers.dense`.
 *
 * @param args - settings of the layer: `units` and what may be left out
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { svdDense } from "@reciprocal/tfjs";
 *
 * const output = layers.dense({ units: 10, activation: "softmax" });
 * const hidden = svdDense({ units: 50, inputShape: [784], activation: "relu" });
 * const model = sequential({ layers: [hidden, output] });
 * console.log(model.outputs[0]!.shape);
 * // => [ null, 10 ]
 */
export function svdDense(args: SvdDenseArgs): SvdDense {
  return new SvdDense(args);
}

export const sSvd: TfjsKind<SvdLayer> = {
  layerClass: SvdDense,
  toLayer: (layer, place) =>
    svdDense({
      ...mappingArguments(layer, place),
      U: matrixArgument(layer.U),
      V: matrixArgument(layer.V),
    }),
  fromLayer: fromMapping,
};
