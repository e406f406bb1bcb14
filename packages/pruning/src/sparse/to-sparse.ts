import {
  isMapping,
  layerKernel,
  type MappingLayer,
  type Network,
  validateNetwork,
} from "@reciprocal/network";
import { toCsr } from "@reciprocal/spectral";
import type { SparseLayer, SparseNetwork } from "./sparse-network.js";

/**
 * A network in sparse rows: every kernel without its zeros, whether masks, fixed or dynamic, or stored numbers made them.
 * The same outputs but for one rounding of each weight to float32, as in `toDense`.
 *
 * An entry takes 6 bytes and a dense weight 4, so the network is smaller from a third of zeros on. It is faster than a
 * good dense engine only if almost all weights are zero; measure before you use it.
 *
 * @param network - not modified
 * @throws {RangeError} if a weight is too large for float32, and as `validateNetwork`
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byMagnitude, mask, toSparse } from "@reciprocal/pruning";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "dense", units: 10 }] });
 * const [layer] = toSparse(mask(network, { by: byMagnitude(), amount: { percentile: 95 } })).layers;
 * console.log(layer?.kind === "sparse" && layer.values.length);
 * // => 392
 */
export function toSparse(network: Network): SparseNetwork {
  validateNetwork(network);
  return {
    inputShape: network.inputShape,
    layers: network.layers.map((layer, index) => (isMapping(layer) ? sparseLayer(layer, index) : layer)),
  };
}

function sparseLayer(layer: MappingLayer, index: number): SparseLayer {
  const { inputs, outputs, bias } = layer;
  const kernel = Float32Array.from(layerKernel(layer));
  if (!kernel.every(Number.isFinite)) {
    throw new RangeError(`toSparse: layer ${index} has a weight that is too large for float32`);
  }
  const { rowStarts, columnIndices, values } = toCsr(kernel, outputs, inputs);
  return {
    kind: "sparse",
    inputs,
    outputs,
    rowStarts,
    columnIndices: inputs <= 2 ** 16 ? Uint16Array.from(columnIndices) : columnIndices,
    values: Float32Array.from(values),
    ...(bias && { bias }),
  };
}
