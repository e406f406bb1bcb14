import { checkOptions } from "./internal/check-options.js";
import { shrinkNetwork } from "./internal/shrink-network.js";
import { networkOf } from "./network-of.js";
import { keptInputsOf, type MeasureOptions, type Pruned, type Start, toPruned } from "./pruned.js";

export interface ShrinkOptions extends MeasureOptions {
  /**
   * Remove inputs that reach nothing, too: the network then takes fewer numbers per sample, and `keptInputs` of the
   * result says which (see `selectInputs`). Default false.
   */
  readonly inputs?: boolean;
}

/**
 * Removes nodes for real: those that nothing reaches any more and those that reach nothing, whether masks or stored zeros
 * cut them off. Their rows go from the mapping before and their columns from the mapping after, with eigenvalues and
 * factors; outputs equal those of the masked network to float rounding.
 *
 * A node without inputs gives the constant a(b), which is added to the biases of the next layer (one is made where there
 * was none). Removing nodes may leave others without inputs or readers; they go too. Every layer keeps one node, the
 * outputs stay, and so do nodes that pass a softmax.
 *
 * Every layer stays of its kind. Matrices that recipes make stay recipes with a list of places; S-SVD keeps its U, s and V
 * as long as min(n, m) stays what it was and takes the singular value decomposition of what is left of φ otherwise; S-QR
 * takes the QR factors of what is left of φ, since a part of Q is not orthonormal and a part of R not triangular. Those
 * are stored numbers, and no longer from a seed. Masks of single weights stay masks of the smaller layers.
 *
 * @throws {TypeError} where a layer has a dynamic mask: bake it first
 */
export async function shrink(start: Start, options: ShrinkOptions = {}): Promise<Pruned> {
  checkOptions("shrink", options, ["inputs", "metric"]);
  const { inputs = false, metric } = options;
  const { network, removed, keptInputs } = shrinkNetwork(networkOf(start, "shrink"), { inputs });
  const before = keptInputsOf(start);
  return toPruned(
    start,
    { verb: "shrink", network, removed, keptInputs: keptInputs.map((index) => before[index]!) },
    metric && { metric },
  );
}
