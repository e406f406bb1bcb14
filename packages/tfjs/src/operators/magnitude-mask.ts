import { magnitudeThreshold } from "@reciprocal/spectral";
import { mul, tensor2d, type Tensor2D } from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.js";

/**
 * The kernel with its smallest weights set to zero: those whose magnitude is below `magnitudeThreshold`, so that a
 * share `sparsity` of all is zero (fewer where several are as large as the threshold). The mask is a constant for
 * differentiation: a weight that is zeroed gets no gradient, one that stays gets all of it.
 *
 * The weights are read back and the mask is made in JavaScript. On cpu, wasm and tfjs-node that is a copy, and several
 * times faster than their tf.topk, tf.where or comparisons; on webgl it makes every step wait for the graphics card.
 *
 * @param sparsity - 0 ≤ p < 1; with 0 the kernel itself comes back
 * @returns a tensor that the caller owns
 */
export function magnitudeMask(kernel: Tensor2D, sparsity: number): Tensor2D {
  if (sparsity === 0) return kernel;
  return differentiable<Tensor2D>(
    [kernel],
    (keep) => {
      const values = kernel.dataSync<"float32">();
      const threshold = magnitudeThreshold(values, sparsity);
      const stays = new Float32Array(values.length);
      for (let i = 0; i < values.length; i++) stays[i] = Math.abs(values[i]!) < threshold ? 0 : 1;
      const mask = tensor2d(stays, kernel.shape);
      keep([mask]);
      return mul(kernel, mask);
    },
    (dy, [mask]) => [mul(dy, mask!)],
  );
}
