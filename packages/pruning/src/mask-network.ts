import { type MappingLayer, type Network, withLayers } from "@reciprocal/network";
import type { Removal } from "./choose/removal.js";
import { inputLayer, nodeLayers } from "./node-layers.js";

/**
 * The network with masks that cut the given nodes off, or hide the given weights; they must exist. A node is cut off
 * from its inputs (an input from what it feeds) and then gives the constant a(b) of its bias, which trains like any
 * other.
 */
export function maskNetwork(
  network: Network,
  of: "nodes" | "weights",
  removals: readonly Removal[],
): Network {
  const layers = [...network.layers];
  for (const { layer, indices } of removals) {
    const isInput = layer === inputLayer;
    const place = isInput ? nodeLayers(network)[0]!.toLayer : layer;
    const mapping = layers[place] as MappingLayer;
    const { inputs, outputs } = mapping;
    const mask = mapping.mask?.slice() ?? new Uint8Array(inputs * outputs).fill(1);
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (of === "weights") mask[index] = 0;
      else if (!isInput) mask.fill(0, index * inputs, (index + 1) * inputs);
      else for (let at = index; at < mask.length; at += inputs) mask[at] = 0;
    }
    layers[place] = { ...mapping, mask };
  }
  return withLayers(network, layers);
}
