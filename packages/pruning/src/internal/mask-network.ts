import type { MappingLayer, Network } from "@reciprocal/network";
import { inputLayer, type NodeLayer, nodeLayers } from "../node-layers.js";
import type { Removal } from "../removal.js";
import { withLayers } from "./with-layers.js";

/**
 * The network with masks that cut the given nodes off, or hide the given weights. A node is cut off from its inputs (an
 * input from what it feeds) and then gives the constant a(b) of its bias, which trains like any other.
 */
export function maskNetwork(
  network: Network,
  of: "nodes" | "weights",
  removals: readonly Removal[],
): Network {
  const layers = [...network.layers];
  const nodes = nodeLayers(network);
  for (const { layer, indices } of removals) {
    const place = of === "weights" || layer !== inputLayer ? layer : nodes[0]?.toLayer;
    const mapping = place === undefined ? undefined : layers[place];
    if (!mapping || mapping.kind === "activation") {
      throw new RangeError(
        `mask: layer must be the place of a mapping${of === "nodes" ? " or −1" : ""}, got ${layer}`,
      );
    }
    if (of === "nodes") checkNodes(layer, nodes);
    const limit =
      of === "weights"
        ? mapping.inputs * mapping.outputs
        : layer === inputLayer
          ? mapping.inputs
          : mapping.outputs;
    const mask = mapping.mask?.slice() ?? new Uint8Array(mapping.inputs * mapping.outputs).fill(1);
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (!(Number.isInteger(index) && 0 <= index && index < limit)) {
        throw new RangeError(`mask: ${of} of layer ${layer} must be from 0 to ${limit - 1}, got ${index}`);
      }
      if (of === "weights") mask[index] = 0;
      else hide(mask, mapping, layer === inputLayer ? "column" : "row", index);
    }
    layers[place!] = { ...mapping, mask };
  }
  return withLayers(network, layers);
}

function hide(mask: Uint8Array, { inputs }: MappingLayer, line: "row" | "column", index: number): void {
  if (line === "row") mask.fill(0, index * inputs, (index + 1) * inputs);
  else for (let at = index; at < mask.length; at += inputs) mask[at] = 0;
}

function checkNodes(layer: number, nodes: readonly NodeLayer[]): void {
  const found = nodes.find((candidate) => candidate.layer === layer);
  if (!found) {
    throw new RangeError(`mask: layer ${layer} holds the outputs of the network, which nothing may remove`);
  }
  if (found.isCoupled) {
    throw new RangeError(`mask: the nodes of layer ${layer} pass a softmax, which depends on all of them`);
  }
}
