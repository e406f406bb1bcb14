import { type MappingLayer, mappingKindOf } from "./kinds/index.js";
import { checkLayer } from "./validate-network.js";

/**
 * The kernel w of any mapping, m×n row-major (out × in), in float64, from the float32 numbers that the layer holds.
 * With eigenvalues w_ij = (λ_in_j − λ_out_i) φ_ij (arXiv:2106.09021); dense layers hold w itself.
 *
 * What the layer's `mask` hides is zero. If it has a `sparsity`, w is what the forward pass computes with: zero below
 * the threshold of its mask (`magnitudeThreshold`), which is taken on w as rounded to float32. An engine that forms w in
 * float32 rounds more than once, so for layers with eigenvalues it may decide otherwise about weights within some parts
 * in 2²⁴ of the threshold.
 *
 * @param layer - whose weights to form; not modified
 * @returns a new array; the bias is not part of it
 * @throws {ShapeError | RangeError | TypeError} if the layer is malformed
 *
 * @example
 * import { createNetwork, layerKernel, mappings } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 2 }] });
 * console.log(layerKernel(mappings(network)[0]!.layer).length);
 * // => 8
 */
export function layerKernel(layer: MappingLayer): Float64Array {
  const where = `layerKernel (${layer.kind})`;
  const kind = mappingKindOf(where, layer);
  checkLayer(layer, [layer.inputs], where);
  return kind.kernel(layer);
}
