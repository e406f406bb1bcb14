import { isMapping, type Layer } from "./kinds/index.js";
import { layerKernel } from "./layer-kernel.js";
import type { Network } from "./network.js";
import { validateNetwork } from "./validate-network.js";
import { withLayers } from "./with-layers.js";

/**
 * Folds every mapping into a dense layer with a trainable kernel w and the same bias; activations stay. Masks,
 * fixed and dynamic, are baked in: their zeros are stored, the layer's `mask` and `sparsity` are gone, and further
 * training may fill them.
 *
 * The same outputs but for one rounding: each w_ij, computed in float64, is stored as float32, so it is off by at most one part
 * in 2²⁴. If the products are exact in float32, so are the outputs.
 *
 * @param network - not modified
 * @returns a new network, frozen
 * @throws {RangeError} if an entry of w is too large for float32, and as `validateNetwork`
 *
 * @example
 * import { createNetwork, toDense } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "s-qr", units: 10, activation: "softmax" }] });
 * console.log(toDense(network).layers.map(({ kind }) => kind));
 * // => [ 'dense', 'activation' ]
 */
export function toDense(network: Network): Network {
  validateNetwork(network);
  const dense = withLayers(network, network.layers.map(toDenseLayer));
  validateNetwork(dense);
  return dense;
}

function toDenseLayer(layer: Layer): Layer {
  if (!isMapping(layer)) return layer;
  const { inputs, outputs, bias, trainable } = layer;
  return {
    kind: "dense",
    inputs,
    outputs,
    kernel: Float32Array.from(layerKernel(layer)),
    ...(bias && { bias }),
    trainable: { kernel: true, bias: trainable.bias },
  };
}
