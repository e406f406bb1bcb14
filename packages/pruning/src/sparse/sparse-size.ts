import { arrayBytes } from "../network-size.js";
import type { SparseNetwork } from "./sparse-network.js";

/** How large a network in sparse rows is. */
export interface SparseSize {
  /** Weights that are not zero, and biases. */
  readonly parameters: number;
  /** Of its arrays, indices included. */
  readonly bytes: number;
  /** Per sample: one per weight that is not zero. */
  readonly multiplyAdds: number;
  /** The share of weights that are zero. */
  readonly sparsity: number;
}

/**
 * Measures a network in sparse rows.
 *
 * @param network - what `toSparse` gives
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byMagnitude, mask, sparseSize, toSparse } from "@reciprocal/pruning";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "dense", units: 10 }] });
 * console.log(sparseSize(toSparse(mask(network, { by: byMagnitude(), amount: { percentile: 95 } }))));
 * // => { parameters: 402, bytes: 2436, multiplyAdds: 392, sparsity: 0.95 }
 */
export function sparseSize({ layers }: SparseNetwork): SparseSize {
  let [entries, biases, weights] = [0, 0, 0];
  for (const layer of layers) {
    if (layer.kind === "activation") continue;
    entries += layer.values.length;
    biases += layer.bias?.length ?? 0;
    weights += layer.inputs * layer.outputs;
  }
  return {
    parameters: entries + biases,
    bytes: arrayBytes(layers),
    multiplyAdds: entries,
    sparsity: 1 - entries / weights,
  };
}
