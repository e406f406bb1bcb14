import { oneOf, options, type OptionTable, text } from "@reciprocal/guards";
import type { SpectralLayer } from "@reciprocal/network";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { fromMapping, mappingArguments, matrixArgument } from "./of-mapping.js";
import { Mapping } from "../mapping/mapping.js";
import { type GroupArguments, mappingRules } from "../mapping/mapping-arguments.js";
import type { MappingDefinition, KindOfMapping } from "../mapping/mapping-definition.js";
import { type MatrixArgument, matrixRule } from "../mapping/matrix-argument.js";
import { type ReciprocalArguments, reciprocalForm } from "../mapping/reciprocal-form.js";
import type { TfjsKind } from "./kind.js";

/** Arguments of `spectralDense`. */
export interface SpectralDenseArgs extends ReciprocalArguments, GroupArguments<"phi"> {
  /**
   * `two` (default): λ_in and λ_out train. `one`: only λ_out does, and λ_in is zero: no weight, until `setTrainable`
   * lets it train. It goes with no `lambdaInInitializer`, and with no `lambdaIn` among `trainableGroups`.
   */
  eigenvalues?: "two" | "one";
  /** φ, m×n; default: the recipe of `createNetwork`. */
  phi?: MatrixArgument;
  /**
   * SHA-256 that φ by its recipe must have; `getConfig` writes it, so that a file is not loaded with another φ. A config
   * without it, such as one made by hand, is not checked.
   */
  phiDigest?: string;
}

const spectralOptions = options(
  () =>
    ({
      ...mappingRules(["lambdaIn", "lambdaOut", "phi", "bias"]),
      eigenvalues: oneOf(["two", "one"]).default("two"),
      phi: matrixRule().optional(),
      phiDigest: text().optional(),
    }) satisfies OptionTable<SpectralDenseArgs>,
);

type Settings = ReturnType<typeof spectralOptions.read>;

const definition: MappingDefinition<Settings> = {
  kind: "spectral",
  stem: "spectral_dense",
  options: spectralOptions,
  check(where, { eigenvalues, lambdaInInitializer, trainableGroups = [] }) {
    if (eigenvalues === "two") return;
    const isTrained = trainableGroups.includes("lambdaIn");
    if (!isTrained && (lambdaInInitializer ?? null) === null) return;
    throw new TypeError(
      `${where}: eigenvalues "one" leaves λ_in at zero, got ${isTrained ? "lambdaIn among trainableGroups" : "a lambdaInInitializer"}; use "two"`,
    );
  },
  spec: ({ units, useBias, start, eigenvalues }) => ({
    kind: "spectral",
    units,
    useBias,
    start,
    eigenvalues,
  }),
  zeros: ({ eigenvalues }) => (eigenvalues === "one" ? ["lambdaIn"] : []),
  form: (operands) => reciprocalForm(operands, [{ kind: "matrix", ...operands.operand<Tensor2D>("phi") }]),
  // once λ_in is a weight, a layer of one set is one of two
  config: ({ eigenvalues }, isConstant) => ({
    eigenvalues: eigenvalues === "one" && isConstant("lambdaIn") ? "one" : "two",
  }),
};

/**
 * Dense layer in reciprocal space: y = a(x w + b) with w_ij = (λ_in_j − λ_out_i) φ_ij, φ a random matrix that stays as
 * it is unless `trainableGroups` names it (arXiv:2106.09021).
 *
 * Weights in order: lambdaIn [n], lambdaOut [m], phi [n, m] unless it is made by recipe and never trained, bias [m].
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { sequential } from "@tensorflow/tfjs-layers";
 * import { SpectralDense } from "@reciprocal/tfjs";
 *
 * const layer = new SpectralDense({ units: 10, inputShape: [784] }); // or spectralDense({ … })
 * console.log(sequential({ layers: [layer] }).countParams());
 * // => 804
 */
export class SpectralDense extends Mapping {
  static readonly className = "@reciprocal/tfjs/registerLayers>SpectralDense";
  /** Which kind of layer it is in a network. */
  static readonly kind: KindOfMapping = definition;

  /**
   * @param args - settings of the layer: `units` and what may be left out
   * @throws {TypeError} for an unknown argument, or one of the wrong type, or a group that the layer does not have
   * @throws {RangeError} for a number out of range
   */
  constructor(args: SpectralDenseArgs) {
    super(args);
  }
}

/**
 * A `SpectralDense` layer, in the manner of `tf.layers.dense`.
 *
 * @param args - settings of the layer: `units` and what may be left out
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { spectralDense } from "@reciprocal/tfjs";
 *
 * const output = layers.dense({ units: 10, activation: "softmax" });
 * const hidden = spectralDense({ units: 50, inputShape: [784], activation: "relu" });
 * const model = sequential({ layers: [hidden, output] });
 * console.log(model.outputs[0]!.shape);
 * // => [ null, 10 ]
 */
export function spectralDense(args: SpectralDenseArgs): SpectralDense {
  return new SpectralDense(args);
}

export const spectral: TfjsKind<SpectralLayer> = {
  layerClass: SpectralDense,
  toLayer(layer, place) {
    const { lambdaIn, phi, trainable } = layer;
    const isOneSet = !trainable.lambdaIn && lambdaIn.every((lambda) => Object.is(lambda, 0));
    return spectralDense({
      ...mappingArguments(layer, place),
      phi: matrixArgument(phi),
      eigenvalues: isOneSet ? "one" : "two",
    });
  },
  fromLayer: fromMapping,
};
