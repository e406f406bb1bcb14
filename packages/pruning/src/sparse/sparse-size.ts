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

/** Measures a network in sparse rows. */
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
