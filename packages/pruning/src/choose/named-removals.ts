import { show } from "@reciprocal/guards";
import type { Network } from "@reciprocal/network";
import { nodeLayers } from "../node-layers.js";
import { removableLayers } from "./removable-layers.js";
import type { Removal } from "./removal.js";

/**
 * Of nodes or weights named one by one those that no mask hides yet, each once.
 *
 * @throws {RangeError} for layers, nodes or weights that do not exist or that must stay, and if a layer would be emptied
 */
export function namedRemovals(
  network: Network,
  of: "nodes" | "weights",
  named: readonly Removal[],
): Removal[] {
  const removable = removableLayers(network, of);
  const byLayer = new Map<number, Set<number>>();
  for (const { layer, indices } of named) {
    const found = removable.find((one) => one.layer === layer);
    if (!found) throw new RangeError(`mask: ${whyNot(network, of, layer)}`);
    if (!(indices?.length >= 0)) {
      throw new TypeError(`mask: indices of layer ${layer} must be an array, got ${show(indices)}`);
    }
    const { hidden } = found;
    const chosen = byLayer.get(layer) ?? new Set();
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (!(Number.isInteger(index) && 0 <= index && index < hidden.length)) {
        throw new RangeError(
          `mask: ${of} of layer ${layer} must be integers from 0 to ${hidden.length - 1}, got ${show(index)}`,
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
  if (nodeLayers(network).some(({ toLayer }) => toLayer === layer)) {
    return `layer ${layer} holds the outputs of the network, which must stay`;
  }
  return `layer must be the index of a mapping${of === "nodes" ? " or −1" : ""}, got ${show(layer)}`;
}
