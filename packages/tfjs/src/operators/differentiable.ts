import { customGrad, type Tensor } from "@tensorflow/tfjs-core";

/**
 * An operation with gradients of its own: `tf.customGrad` with its arguments in named places.
 *
 * @param inputs - what gradients are given for; everything else that `forward` reads counts as constant
 * @param forward - computes the value; what it hands to `keep` comes back in `backward`, in the same order
 * @param backward - one gradient per input, in order. TensorFlow.js computes all of them as soon as one is wanted, so
 *   an input that needs none does not belong among `inputs`
 * @returns a tensor that the caller owns
 */
export function differentiable<T extends Tensor>(
  inputs: readonly Tensor[],
  forward: (keep: (tensors: Tensor[]) => void) => T,
  backward: (dy: T, kept: Tensor[]) => Tensor[],
): T {
  if (inputs.length === 0) return forward(() => undefined);
  const operation = customGrad<T>((...given) => {
    const save = given.at(-1);
    const keep = (tensors: Tensor[]) => {
      if (typeof save === "function") save(tensors);
    };
    return { value: forward(keep), gradFunc: (dy, kept) => backward(dy, kept) };
  });
  return operation(...inputs);
}
