import { type Network, toDense } from "@reciprocal/network";
import type { Sequential } from "@tensorflow/tfjs-layers";
import { checkIs } from "./check-is.js";
import { toLayersModel } from "./to-layers-model.js";

const all = { kernel: true, bias: true };

/**
 * The network as a `tf.Sequential` of plain tf.layers.dense, with every kernel formed and every mask baked in: what it
 * saves, tfjs loads without this package, unless the network has a hard-swish, for which TensorFlow.js has no layer. All
 * of it trains.
 *
 * The outputs are those of the network but for one rounding of each w_ij to float32, as in `toDense`.
 *
 * @param network - not modified
 * @returns a model that is not compiled, which the caller owns: `model.dispose()` frees it
 * @throws {RangeError} for a network without layers, or if an entry of a kernel is too large for float32
 * @throws {ShapeError | RangeError | TypeError} if the network is malformed
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createNetwork } from "@reciprocal/network";
 * import { toDenseLayersModel } from "@reciprocal/tfjs";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 3, activation: "relu" }] });
 * console.log(toDenseLayersModel(network).countParams());
 * // => 15
 */
export function toDenseLayersModel(network: Network): Sequential {
  checkIs("a network", "toDenseLayersModel", network);
  const dense = toDense(network);
  const list = dense.layers.map((layer) => (layer.kind === "dense" ? { ...layer, trainable: all } : layer));
  return toLayersModel({ ...dense, layers: list });
}
