import { inputSize, layerKernel, type MappingLayer, validateNetwork } from "@reciprocal/network";
import { toCsr } from "@reciprocal/spectral";
import { networkOf } from "./network-of.js";
import type { Start } from "./pruned.js";
import type { SparseLayer, SparseNetwork } from "./sparse-network.js";

/**
 * A network in sparse rows: every kernel without its zeros, whether masks, fixed or dynamic, or stored numbers made them.
 * The same outputs but for one rounding of each weight to float32, as in `toDense`.
 *
 * An entry takes 6 bytes where a dense weight takes 4, so the network is smaller from a third of zeros on. It is faster
 * than a good dense engine only where almost all weights are zero; measure before you use it.
 *
 * @throws {RangeError} where a weight is too large for float32, and as `networkOf` and `validateNetwork`
 */
export function toSparse(start: Start): SparseNetwork {
  const network = networkOf(start, "toSparse");
  validateNetwork(network);
  return {
    inputs: inputSize(network),
    layers: network.layers.map((layer, index) =>
      layer.kind === "activation" ? layer : sparseLayer(layer, index),
    ),
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
