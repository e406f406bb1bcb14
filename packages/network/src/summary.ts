import { flag, options, type OptionTable } from "@reciprocal/guards";
import { maskedCount } from "@reciprocal/spectral";
import type { ActivationFunction } from "./activation.js";
import { countLayer, type CountParametersOptions } from "./count-parameters.js";
import { isMapping, type Layer } from "./kinds/index.js";
import { layerShapes } from "./layer-shapes.js";
import type { Network } from "./network.js";
import { shapeSize } from "./shape.js";
import { validateNetwork } from "./validate-network.js";

/** One mapping and the activation after it, or an activation that follows no mapping. */
export interface LayerSummary extends ActivationFunction {
  /** Place in `network.layers`, from 0. */
  readonly layer: number;
  /** The kind of the layer. */
  readonly kind: Layer["kind"];
  /** Numbers of a sample that arrive. */
  readonly inputs: number;
  /** Numbers of a sample that leave. */
  readonly outputs: number;
  /** Numbers that train. */
  readonly trainable: number;
  /** Numbers that do not, whether stored or made from a recipe. */
  readonly frozen: number;
  /** Numbers that the same map has in direct space. */
  readonly dense: number;
  /** Share of weights that a dynamic mask sets to zero; absent if there is no mask. */
  readonly sparsity?: number;
  /** Weights that the mask leaves, ties aside: n·m − round(sparsity · n·m). Absent if there is no mask. */
  readonly kept?: number;
}

/** What `summary` says of a network. */
export interface NetworkSummary {
  /** A line for each mapping and each activation without one, in order. */
  readonly layers: readonly LayerSummary[];
  /** Numbers that train, of all layers. */
  readonly trainable: number;
  /** Numbers that do not train, of all layers. */
  readonly frozen: number;
  /** Numbers that the same layers have in direct space. */
  readonly dense: number;
  /** ρ = trainable / dense (arXiv:2106.09021); NaN for a network without mappings. */
  readonly rho: number;
}

/** Options of `summary`. */
export type SummaryOptions = Pick<CountParametersOptions, "bias">;

const summaryOptions = options(() => ({ bias: flag().default(true) }) satisfies OptionTable<SummaryOptions>);

/**
 * Sizes, activations and counts of a network, layer by layer and in total.
 *
 * @param network - what to sum up
 * @throws as `validateNetwork`
 *
 * @example
 * import { createNetwork, summary } from "@reciprocal/network";
 *
 * const { trainable, dense } = summary(createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10 }] }));
 * console.log(trainable, dense);
 * // => 804 7850
 */
export function summary(network: Network, options: SummaryOptions = {}): NetworkSummary {
  const { bias } = summaryOptions.read("summary", options);
  validateNetwork(network);
  const layers: LayerSummary[] = [];
  const shapes = layerShapes(network);
  network.layers.forEach((layer, index) => {
    const { input, output } = shapes[index]!;
    const after = functionOf(layer);
    const previous = layers.at(-1);
    if (layer.kind === "activation" && previous?.activation === "linear") {
      layers[layers.length - 1] = { ...previous, ...after };
    } else {
      const counts = countLayer(layer, { bias });
      layers.push({
        layer: index,
        kind: layer.kind,
        inputs: shapeSize(input),
        outputs: shapeSize(output),
        ...after,
        ...counts,
        ...maskOf(layer),
      });
    }
  });
  const total = (name: "trainable" | "frozen" | "dense") =>
    layers.reduce((sum, layer) => sum + layer[name], 0);
  const trainable = total("trainable");
  const dense = total("dense");
  return { layers, trainable, frozen: total("frozen"), dense, rho: trainable / dense };
}

/** What a layer does to the nodes after all else. */
function functionOf(layer: Layer): ActivationFunction {
  if (layer.kind !== "activation") return { activation: "linear" };
  const { activation, slope } = layer;
  return { activation, ...(slope !== undefined && { slope }) };
}

function maskOf(layer: Layer): Pick<LayerSummary, "sparsity" | "kept"> {
  if (!isMapping(layer) || !layer.sparsity) return {};
  const weights = layer.inputs * layer.outputs;
  return { sparsity: layer.sparsity, kept: weights - maskedCount(weights, layer.sparsity) };
}
