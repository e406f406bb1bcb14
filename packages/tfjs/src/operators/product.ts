import { clone, matMul, transpose, type Tensor2D } from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.js";

export interface ProductOptions {
  /** Whether b needs a gradient; if it does not, a product is saved. */
  readonly isRightTrained: boolean;
  /** bᵀ, if it is kept anyway; by default it is made whenever the gradient of a is wanted. */
  readonly rightTransposed?: (() => Tensor2D) | undefined;
}

/**
 * a · b, [rows, inner] · [inner, columns], with gradients that transpose first and multiply afterwards: on WebAssembly
 * a product that transposes by itself runs at a fifteenth of the rate of a plain one.
 *
 * The gradient of each side is an operation of its own. TensorFlow.js only computes those between what is asked for
 * and the result, so a layer whose input is data pays nothing for that input, and is right if it is not data.
 *
 * @returns a tensor that the caller owns
 */
export function product(
  a: Tensor2D,
  b: Tensor2D,
  { isRightTrained, rightTransposed }: ProductOptions,
): Tensor2D {
  const left = differentiable<Tensor2D>(
    [a],
    (keep) => {
      keep([b]);
      return matMul(a, b);
    },
    (dy, [b]) => [matMul(dy, rightTransposed?.() ?? transpose(b as Tensor2D))],
  );
  if (!isRightTrained) return left;
  return differentiable<Tensor2D>(
    [left, b],
    (keep) => {
      keep([a]);
      return clone(left);
    },
    (dy, [a]) => [dy, matMul(transpose(a as Tensor2D), dy)],
  );
}
