import type { Network } from "@reciprocal/network";
import { nodeLayers } from "../node-layers.js";
import type { Removal } from "../removal.js";
import { show } from "./show.js";
import { removableLayers } from "./removable-layers.js";

/**
 * Of nodes or weights named one by one those that no mask hides yet, each once.
 *
 * @throws {RangeError} for layers, nodes or weights that are not there or that must stay, and where a layer would be
 * emptied
 */
export function newRemovals(network: Network, of: "nodes" | "weights", named: readonly Removal[]): Removal[] {
  const removable = removableLayers(network, of);
  const byLayer = new Map<number, Set<number>>();
  for (const { layer, indices } of named) {
    const found = removable.find((one) => one.layer === layer);
    if (!found) throw new RangeError(`mask: ${whyNot(network, of, layer)}`);
    if (!(indices?.length >= 0)) {
      throw new TypeError(`mask: indices of layer ${layer} must be a list, got ${show(indices)}`);
    }
    const { hidden } = found;
    const chosen = byLayer.get(layer) ?? new Set();
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (!(Number.isInteger(index) && 0 <= index && index < hidden.length)) {
        throw new RangeError(
          `mask: ${of} of layer ${layer} must be from 0 to ${hidden.length - 1}, got ${index}`,
        );
      }
      if (!hidden[index]) chosen.add(index);
    }
    if (chosen.size > 0) byLayer.set(layer, chosen);
    if (chosen.size > 0 && hidden.every((isHidden, index) => isHidden || chosen.has(index))) {
      throw new RangeError(`mask: one of the ${of} of layer ${layer} must stay, got all of them`);
    }
  }
  return Array.from(byLayer, ([layer, chosen]) => ({ layer, indices: [...chosen] }));
}

function whyNot(network: Network, of: "nodes" | "weights", layer: number): string {
  if (of === "nodes" && nodeLayers(network).some((nodes) => nodes.layer === layer)) {
    return `the nodes of layer ${layer} pass a softmax, which depends on all of them`;
  }
  const isMapping = nodeLayers(network).some(({ toLayer }) => toLayer === layer);
  if (isMapping) return `layer ${layer} holds the outputs of the network, which nothing may remove`;
  return `layer must be the place of a mapping${of === "nodes" ? " or −1" : ""}, got ${layer}`;
}
