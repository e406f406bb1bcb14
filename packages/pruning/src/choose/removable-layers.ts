import type { Network } from "@reciprocal/network";
import { inputLayer, nodeLayers } from "../node-layers.js";
import { openLines } from "../open-lines.js";

/** A layer with nodes, or a mapping with weights, that may go. */
export interface RemovableLayer {
  readonly layer: number;
  /** 1 if a mask hides a node or weight already. */
  readonly hidden: Uint8Array;
  /** Whether it is among the layers that are taken if none are named. */
  readonly isDefault: boolean;
}

/** The inputs and all hidden nodes but those that pass a softmax, or the weights of all mappings. */
export function removableLayers(network: Network, of: "nodes" | "weights"): RemovableLayer[] {
  const layers = nodeLayers(network);
  if (of === "weights") {
    return layers.map(({ toLayer, to: { mask, inputs, outputs } }) => ({
      layer: toLayer,
      hidden: mask ? inverse(mask) : new Uint8Array(inputs * outputs),
      isDefault: true,
    }));
  }
  return layers
    .filter(({ isCoupled }) => !isCoupled)
    .map(({ layer, nodes, from, to }) => {
      const { mask } = from ?? to;
      const open = mask && openLines(mask, from ?? to)[from ? "rows" : "columns"];
      return { layer, hidden: open ? inverse(open) : new Uint8Array(nodes), isDefault: layer !== inputLayer };
    });
}

const inverse = (mask: Uint8Array): Uint8Array => mask.map((value) => 1 - value);
