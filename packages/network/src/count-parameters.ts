import { flag, options, type OptionTable } from "@reciprocal/guards";
import { isMapping, type Layer, type ParameterName } from "./kinds/index.js";
import { layerFields } from "./layer-fields.js";
import type { Network } from "./network.js";
import { shapeSize } from "./shape.js";
import { trainableFlags, validateNetwork } from "./validate-network.js";

/** Options of `countParameters`. */
export interface CountParametersOptions {
  /** Count what trains as the network stands (default), or every number including U, V and Q. */
  readonly trainableOnly?: boolean;
  /** Count biases; default true. The table of arXiv:2106.09021 leaves them aside. */
  readonly bias?: boolean;
}

const countOptions = options(
  () =>
    ({
      trainableOnly: flag().default(true),
      bias: flag().default(true),
    }) satisfies OptionTable<CountParametersOptions>,
);

/**
 * How many numbers a network trains, or has. Matrices that are recipes are counted, not made.
 *
 * @param network - whose numbers to count
 * @throws as `validateNetwork`
 *
 * @example
 * import { countParameters, createNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10 }] });
 * console.log(countParameters(network), countParameters(network, { trainableOnly: false }));
 * // => 804 8644
 */
export function countParameters(network: Network, options: CountParametersOptions = {}): number {
  const { trainableOnly, bias } = countOptions.read("countParameters", options);
  validateNetwork(network);
  let total = 0;
  for (const layer of network.layers) {
    const { trainable, frozen } = countLayer(layer, { bias });
    total += trainableOnly ? trainable : trainable + frozen;
  }
  return total;
}

/** Numbers of one layer that train and that do not, and those of the same map in direct space. */
export function countLayer(
  layer: Layer,
  { bias }: { bias: boolean },
): { trainable: number; frozen: number; dense: number } {
  let trainable = 0;
  let frozen = 0;
  let dense = isMapping(layer) ? layer.inputs * layer.outputs : 0;
  for (const { name, role, shape } of layerFields(layer)) {
    if (role === "bias" && !bias) continue;
    if (role === "bias") dense += shapeSize(shape);
    if (trainableFlags(layer)[name as ParameterName]) trainable += shapeSize(shape);
    else frozen += shapeSize(shape);
  }
  return { trainable, frozen, dense };
}
