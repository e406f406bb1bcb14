import { shapeSize } from "./shape.js";
import { kindOf } from "./layer-kinds.js";
import type { Layer, Network } from "./network.js";
import { layerLabel, trainableFlags, validateNetwork } from "./validate-network.js";

export interface CountParametersOptions {
  /** Count what trains as the network stands (default), or every number including U, V and Q. */
  readonly trainableOnly?: boolean;
  /** Count biases; default true. The table of arXiv:2106.09021 leaves them aside. */
  readonly bias?: boolean;
}

/**
 * How many numbers a network trains, or has. Matrices that are recipes are counted, not made.
 *
 * @throws as `validateNetwork`
 */
export function countParameters(
  network: Network,
  { trainableOnly = true, bias = true }: CountParametersOptions = {},
): number {
  validateNetwork(network);
  let total = 0;
  network.layers.forEach((layer, index) => {
    const { trainable, frozen } = countLayer(layer, { where: layerLabel(layer, index), bias });
    total += trainableOnly ? trainable : trainable + frozen;
  });
  return total;
}

/** Numbers of one layer that train and that do not, and those of the same map in direct space. */
export function countLayer(
  layer: Layer,
  { where, bias }: { where: string; bias: boolean },
): { trainable: number; frozen: number; dense: number } {
  const kind = kindOf(where, layer);
  let trainable = 0;
  let frozen = 0;
  let dense = kind.denseNumbers(layer);
  for (const { name, role, shape } of kind.groups(layer)) {
    if (role === "bias" && !bias) continue;
    if (role === "bias") dense += shapeSize(shape);
    if (trainableFlags(layer)[name]) trainable += shapeSize(shape);
    else frozen += shapeSize(shape);
  }
  for (const { shape } of kind.bases(layer)) frozen += shapeSize(shape);
  return { trainable, frozen, dense };
}
