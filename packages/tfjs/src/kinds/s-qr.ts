import { options, type OptionTable, text } from "@reciprocal/guards";
import { type QrLayer, triangleOf } from "@reciprocal/network";
import type { Tensor1D, Tensor2D } from "@tensorflow/tfjs-core";
import { fromMapping, mappingArguments, matrixArgument } from "./of-mapping.js";
import type { Factor } from "../mapping/factor.js";
import { Mapping } from "../mapping/mapping.js";
import { type GroupArguments, mappingRules } from "../mapping/mapping-arguments.js";
import type { MappingDefinition, KindOfMapping } from "../mapping/mapping-definition.js";
import { type MatrixArgument, matrixRule } from "../mapping/matrix-argument.js";
import { type ReciprocalArguments, reciprocalForm } from "../mapping/reciprocal-form.js";
import { unpackTriangle } from "../operators/unpack-triangle.js";
import type { TfjsKind } from "./kind.js";

/** Arguments of `qrDense`. */
export interface QrDenseArgs extends ReciprocalArguments, GroupArguments<"R"> {
  /**
   * Orthonormal, m×n; default: the recipe of `createNetwork`. R starts from the
   * other factor of the matrix that the seed gives, with the deviation of a `q-of-normal` recipe.
   */
  Q?: MatrixArgument;
  /** SHA-256 that Q by its recipe must have; written by `getConfig`. */
  QDigest?: string;
}

const qrOptions = options(
  () =>
    ({
      ...mappingRules(["lambdaIn", "lambdaOut", "R", "bias"]),
      Q: matrixRule().optional(),
      QDigest: text().optional(),
    }) satisfies OptionTable<QrDenseArgs>,
);

const definition: MappingDefinition<ReturnType<typeof qrOptions.read>> = {
  kind: "s-qr",
  stem: "qr_dense",
  options: qrOptions,
  spec({ units, useBias, start, Q }) {
    const isFactor = typeof Q === "object" && "kind" in Q && Q.kind === "q-of-normal";
    return { kind: "s-qr", units, useBias, start, ...(isFactor && { deviation: Q.deviation }) };
  },
  form(operands) {
    const Q = operands.operand<Tensor2D>("Q");
    const R = operands.operand<Tensor1D>("R");
    const [inputs, outputs] = Q.value.shape;
    const { size, side } = triangleOf({ inputs, outputs });
    const triangle = unpackTriangle(R.value, { size, side, isTrained: R.isTrained });
    const ofQ: Factor = { kind: "matrix", ...Q };
    const ofR: Factor = { kind: "matrix", value: triangle, isTrained: R.isTrained };
    return reciprocalForm(operands, side === "lower" ? [ofQ, ofR] : [ofR, ofQ]);
  },
};

/**
 * S-QR: a dense layer in reciprocal space with φ = R Q (n ≥ m) or Q R (n < m), where λ_in, λ_out and the triangle R
 * train and Q does not (arXiv:2106.09021). R is stored as its k(k+1)/2 numbers, k = min(n, m), so that exactly as many
 * are trained.
 *
 * Weights in order: lambdaIn [n], lambdaOut [m], R [k(k+1)/2] packed row by row, bias [m]; then Q [n, m] if it is given
 * by its numbers.
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { sequential } from "@tensorflow/tfjs-layers";
 * import { QrDense } from "@reciprocal/tfjs";
 *
 * const layer = new QrDense({ units: 10, inputShape: [784] }); // or qrDense({ … })
 * console.log(sequential({ layers: [layer] }).countParams());
 * // => 859
 */
export class QrDense extends Mapping {
  static readonly className = "@reciprocal/tfjs/registerLayers>QrDense";
  /** Which kind of layer it is in a network. */
  static readonly kind: KindOfMapping = definition;

  /**
   * @param args - settings of the layer: `units` and what may be left out
   * @throws {TypeError} for an unknown argument, or one of the wrong type, or a group that the layer does not have
   * @throws {RangeError} for a number out of range
   */
  constructor(args: QrDenseArgs) {
    super(args);
  }
}

/**
 * A `QrDense` layer, in the manner of `tf.layers.dense`.
 *
 * @param args - settings of the layer: `units` and what may be left out
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { qrDense } from "@reciprocal/tfjs";
 *
 * const output = layers.dense({ units: 10, activation: "softmax" });
 * const hidden = qrDense({ units: 50, inputShape: [784], activation: "relu" });
 * const model = sequential({ layers: [hidden, output] });
 * console.log(model.outputs[0]!.shape);
 * // => [ null, 10 ]
 */
export function qrDense(args: QrDenseArgs): QrDense {
  return new QrDense(args);
}

export const sQr: TfjsKind<QrLayer> = {
  layerClass: QrDense,
  toLayer: (layer, place) => qrDense({ ...mappingArguments(layer, place), Q: matrixArgument(layer.Q) }),
  fromLayer: fromMapping,
};
