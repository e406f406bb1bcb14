import { matMul, mul, neg, ones, reshape, sub, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.js";
import type { Operand } from "./operand.js";

export interface SpectralKernelParts {
  /** φᵀ, [in, out] */
  readonly phi: Operand<Tensor2D>;
  /** λ_in, [in] */
  readonly lambdaIn: Operand<Tensor1D>;
  /** λ_out, [out] */
  readonly lambdaOut: Operand<Tensor1D>;
}

/**
 * wᵀ_ji = (λ_in_j − λ_out_i) φᵀ_ji, [in, out] (arXiv:2106.09021).
 *
 * With g = dw ∘ φ the gradients are dλ_in = Σ_i g_ji, dλ_out = −Σ_j g_ji and dφ = dw ∘ (λ_in − λ_out); those of parts
 * that are not trained are not computed.
 *
 * @returns a tensor that the caller owns
 */
export function spectralKernel({ phi, lambdaIn, lambdaOut }: SpectralKernelParts): Tensor2D {
  const inputs = [lambdaIn, lambdaOut, phi].filter(({ isTrained }) => isTrained).map(({ value }) => value);
  return differentiable<Tensor2D>(
    inputs,
    (keep) => {
      const gaps = sub<Tensor2D>(reshape(lambdaIn.value, [-1, 1]), lambdaOut.value);
      keep([phi.value, ...(phi.isTrained ? [gaps] : [])]);
      return mul(gaps, phi.value);
    },
    (dy, [phiValue, gaps]) => {
      const [n, m] = dy.shape;
      const byPhi = lambdaIn.isTrained || lambdaOut.isTrained ? mul<Tensor2D>(dy, phiValue!) : dy;
      // products with ones add up a matrix faster than tf.sum, which transposes to get at its columns
      return [
        ...(lambdaIn.isTrained ? [reshape(matMul(byPhi, ones([m, 1])), [n])] : []),
        ...(lambdaOut.isTrained ? [neg(reshape(matMul(ones([1, n]), byPhi), [m]))] : []),
        ...(phi.isTrained ? [mul(dy, gaps!)] : []),
      ];
    },
  );
}
