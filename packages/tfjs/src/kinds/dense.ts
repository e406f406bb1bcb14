import { options, type OptionTable } from "@reciprocal/guards";
import type { DenseLayer } from "@reciprocal/network";
import type { Tensor2D } from "@tensorflow/tfjs-core";
import { layers, type LayerVariable } from "@tensorflow/tfjs-layers";
import { fromMapping, mappingArguments } from "./of-mapping.js";
import { transposed } from "../mapping/in-out.js";
import { Mapping } from "../mapping/mapping.js";
import {
  type GroupArguments,
  type MappingArguments,
  mappingRules,
  sparsityRule,
} from "../mapping/mapping-arguments.js";
import type { MappingDefinition, KindOfMapping } from "../mapping/mapping-definition.js";
import { numbersOf } from "../mapping/numbers-of.js";
import { weightNamed } from "../mapping/weight-named.js";
import type { TfjsKind, TfjsLayer } from "./kind.js";

/** Arguments of `sparseDense`. */
export interface SparseDenseArgs extends MappingArguments, GroupArguments<"kernel"> {
  /** Dynamic magnitude mask: the share of weights that are zero in every forward pass, 0 ≤ p < 1. */
  sparsity: number;
}

const sparseOptions = options(
  () =>
    ({
      ...mappingRules(["kernel", "bias"]),
      sparsity: sparsityRule(),
    }) satisfies OptionTable<SparseDenseArgs>,
);

const definition: MappingDefinition<ReturnType<typeof sparseOptions.read>> = {
  kind: "dense",
  stem: "sparse_dense",
  options: sparseOptions,
  spec: ({ units, useBias, start }) => ({ kind: "dense", units, useBias, start }),
  form: (operands) => ({ kernel: () => operands.operand<Tensor2D>("kernel").value }),
};

/**
 * Dense layer in direct space, y = a(x w + b), with a dynamic mask: before every forward pass the weights of smallest
 * magnitude are zero, and get no gradient. The stored numbers stay as they are, so that what is masked now may come
 * back later (the sparse runs of arXiv:2106.09021).
 *
 * Weights in order: kernel [n, m], bias [m].
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { sequential } from "@tensorflow/tfjs-layers";
 * import { SparseDense } from "@reciprocal/tfjs";
 *
 * const layer = new SparseDense({ units: 10, sparsity: 0.9, inputShape: [784] }); // or sparseDense({ … })
 * console.log(sequential({ layers: [layer] }).countParams());
 * // => 7850
 */
export class SparseDense extends Mapping {
  static readonly className = "@reciprocal/tfjs/registerLayers>SparseDense";
  /** Which kind of layer it is in a network. */
  static readonly kind: KindOfMapping = definition;

  /**
   * @param args - settings of the layer: `units` and what may be left out
   * @throws {TypeError} for an unknown argument, or one of the wrong type, or a group that the layer does not have
   * @throws {RangeError} for a number out of range
   */
  constructor(args: SparseDenseArgs) {
    super(args);
  }
}

/**
 * A `SparseDense` layer, in the manner of `tf.layers.dense`.
 *
 * @param args - settings of the layer: `units` and what may be left out
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { sparseDense } from "@reciprocal/tfjs";
 *
 * const output = layers.dense({ units: 10, activation: "softmax" });
 * const hidden = sparseDense({ units: 50, sparsity: 0.9, inputShape: [784], activation: "relu" });
 * const model = sequential({ layers: [hidden, output] });
 * console.log(model.outputs[0]!.shape);
 * // => [ null, 10 ]
 */
export function sparseDense(args: SparseDenseArgs): SparseDense {
  return new SparseDense(args);
}

/** tf.layers.dense, or a SparseDense if there is a mask, or if only the kernel or only the bias trains. */
export const dense: TfjsKind<DenseLayer> = {
  layerClass: SparseDense,
  stockClasses: ["Dense"],
  toLayer(layer, place) {
    const { outputs: units, bias, trainable } = layer;
    if (!isStock(layer))
      return sparseDense({ ...mappingArguments(layer, place), sparsity: layer.sparsity ?? 0 });
    return layers.dense({ ...place, units, useBias: bias !== undefined, trainable: trainable.kernel });
  },
  fromLayer: (layer) => (layer instanceof Mapping ? fromMapping(layer) : fromStock(layer)),
};

/** Whether tf.layers.dense, which trains all of its numbers or none, says all there is to say. */
function isStock({ sparsity = 0, bias, trainable }: DenseLayer): boolean {
  return sparsity === 0 && trainable.bias === (bias ? trainable.kernel : true);
}

async function fromStock(layer: TfjsLayer): Promise<DenseLayer> {
  const kernel = weightNamed(layer, "kernel")!;
  const bias = weightNamed(layer, "bias");
  const trains = (variable: LayerVariable) => layer.trainableWeights.includes(variable);
  const [inputs, outputs] = kernel.shape as [number, number];
  return {
    kind: "dense",
    inputs,
    outputs,
    ...(bias && { bias: await numbersOf(bias) }),
    kernel: transposed(await numbersOf(kernel), [inputs, outputs]),
    trainable: { kernel: trains(kernel), bias: bias ? trains(bias) : true },
  };
}
