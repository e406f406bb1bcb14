import { type Network } from "@reciprocal/network";
import { toDenseLayersModel, toLayersModel } from "@reciprocal/tfjs";
import { sequential, type Sequential } from "@tensorflow/tfjs-layers";
import { ExplicitDense, type ExplicitDenseOptions } from "./explicit-dense.js";

/**
 * Layers of a model in TensorFlow.js: its own dense ones, dense ones whose gradients transpose explicitly, or ours in
 * reciprocal space.
 */
export type TfjsLayers = keyof typeof tfjsLayerNames;

/** What they are called in the report. */
export const tfjsLayerNames = {
  stock: "stock",
  explicit: "explicit transposes",
  spectral: "SpectralDense",
} as const;

/** The network as a model of these layers, with its numbers; dense layers get its kernels. The caller disposes of it. */
export function tfjsModel(network: Network, layers: TfjsLayers): Sequential {
  if (layers === "spectral") return toLayersModel(network);
  const stock = toDenseLayersModel(network);
  return layers === "stock" ? stock : withExplicitTransposes(stock);
}

/** A model of the same numbers; the given one is disposed of. */
function withExplicitTransposes(stock: Sequential): Sequential {
  const explicit = sequential({
    layers: stock.layers.map((layer, index) => {
      const { units, activation } = layer.getConfig() as unknown as ExplicitDenseOptions;
      const first = index === 0 ? { inputShape: stock.inputs[0]!.shape.slice(1) } : {};
      return new ExplicitDense({ units, activation, ...first });
    }),
  });
  explicit.setWeights(stock.getWeights());
  stock.dispose();
  return explicit;
}
