import { flag, options, type OptionTable } from "@reciprocal/guards";
import type { Network } from "@reciprocal/network";
import { shrinkNetwork } from "./shrink-network.js";

/** Options of `shrink`. */
export interface ShrinkOptions {
  /**
   * Remove inputs that reach nothing, too: the network then takes fewer numbers per sample, those that `keptInputs`
   * names (see `selectInputs`). Default false.
   */
  readonly inputs?: boolean;
}

const table = options(() => ({ inputs: flag().default(false) }) satisfies OptionTable<ShrinkOptions>);

/**
 * Removes nodes for real: those that nothing reaches anymore and those that reach nothing, whether masks or stored zeros
 * cut them off. Their rows go from the mapping before and their columns from the mapping after, with eigenvalues and
 * factors; outputs equal those of the masked network to float32 rounding.
 *
 * A node without inputs gives the constant a(b), which is added to the biases of the next layer (one is made if there
 * was none). Removing nodes may leave others without inputs or readers; they go too. Every layer keeps one node, the
 * outputs stay, and so do nodes that pass a softmax.
 *
 * Every layer stays of its kind. Matrices that recipes make stay recipes with a list of places: S-SVD keeps its s and the rows
 * of U and V that are left, S-QR the lines of R and Q (`madeAs` of the layer says what size they were made for). So a
 * part of U, V and Q is there, k may be more than min(n, m), and Q is not orthonormal anymore; `refactor` gives factors of
 * the layer's own size. If factors are stored numbers, new ones are made when they are fewer. Masks of single weights
 * stay masks of the smaller layers.
 *
 * @param network - not modified
 * @returns the smaller network; the same object if nothing goes
 * @throws {TypeError} for a layer with a dynamic mask, which must be baked first, and for a kind of layer that cannot be
 * cut yet
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { byEigenvalue, mask, networkSize, shrink } from "@reciprocal/pruning";
 *
 * const layers = [{ kind: "spectral", units: 50, activation: "relu" }, { kind: "dense", units: 10 }] as const;
 * const network = createNetwork({ inputShape: 784, layers });
 * const small = shrink(mask(network, { by: byEigenvalue(), amount: { percentile: 40 } }));
 * console.log(networkSize(network).hiddenNodes, networkSize(small).hiddenNodes);
 * // => 50 30
 */
export function shrink(network: Network, given: ShrinkOptions = {}): Network {
  return shrinkNetwork(network, table.read("shrink", given)).network;
}

/**
 * The inputs that `shrink(network, { inputs: true })` leaves, ascending: those that reach something. Feed the smaller
 * network with `selectInputs(inputs, width, keptInputs(network))`.
 *
 * @param network - as it was before `shrink`
 * @throws as `shrink`
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { inputLayer, keptInputs, mask } from "@reciprocal/pruning";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 2 }] });
 * console.log(keptInputs(mask(network, { nodes: [{ layer: inputLayer, indices: [1, 2] }] })));
 * // => Uint32Array(2) [ 0, 3 ]
 */
export function keptInputs(network: Network): Uint32Array {
  return shrinkNetwork(network, { inputs: true }).keptInputs;
}
