import { type ReciprocalLayer, reciprocalKindOf } from "./kinds/index.js";
import { checkLayer } from "./validate-network.js";

/**
 * The eigenvector block φ of a layer with eigenvalues, m×n row-major (out × in), in float64: as it is in a spectral
 * layer, U diag(s) Vᵀ in S-SVD, R Q (n ≥ m) or Q R (n < m) in S-QR.
 *
 * @param layer - whose φ to form; not modified
 * @returns a new array
 * @throws {ShapeError | RangeError | TypeError} if the layer is malformed or has no φ
 *
 * @example
 * import { createNetwork, isReciprocal, phiValues } from "@reciprocal/network";
 *
 * const [layer] = createNetwork({ inputShape: 4, layers: [{ kind: "s-qr", units: 2 }] }).layers;
 * console.log(layer && isReciprocal(layer) && phiValues(layer).length);
 * // => 8
 */
export function phiValues(layer: ReciprocalLayer): Float64Array {
  const where = `phiValues (${layer.kind})`;
  const kind = reciprocalKindOf(where, layer);
  checkLayer(layer, [layer.inputs], where);
  return kind.phi(layer);
}
