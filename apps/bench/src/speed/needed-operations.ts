import type { SpeedMethod } from "./speed-subject.js";

/**
 * Floating-point operations of the matrix products that one training step needs in its cheapest form; everything else
 * (activations, optimizer, reductions) is not counted. A product of B×n by n×m counts 2·B·n·m.
 *
 * - first layer, dense: x·wᵀ and δᵀ·x; its input needs no gradient
 * - first layer, spectral: φ(λ_in ∘ x) and φᵀδ; φx of a fixed data set is given
 * - later layers: three products, by either method (forward, gradient of the kernel, gradient of the input)
 */
export function neededOperations(sizes: readonly number[], batchSize: number): number {
  return sizes.slice(1).reduce((sum, outputs, index) => {
    const products = index === 0 ? 2 : 3;
    return sum + products * 2 * batchSize * sizes[index]! * outputs;
  }, 0);
}

/** Numbers that training changes, biases included. */
export function trainedNumbers(sizes: readonly number[], method: SpeedMethod): number {
  return sizes.slice(1).reduce((sum, outputs, index) => {
    const inputs = sizes[index]!;
    return sum + outputs + (method === "dense" ? inputs * outputs : inputs + outputs);
  }, 0);
}
