import { layerKernel, type MappingLayer } from "@reciprocal/network";

/** Where a mapping has weights that are not zero: 1, else 0; m×n, row-major. */
export function nonZeroWeights(layer: MappingLayer): Uint8Array {
  return Uint8Array.from(layerKernel(layer), (w) => (w === 0 ? 0 : 1));
}
