import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";

/** A tensor of a layer, which owns it. */
export interface Operand<T extends Tensor> {
  readonly value: T;
  /** Whether its gradient is wanted. */
  readonly isTrained: boolean;
  /** The transpose, if the tensor is a matrix that never changes and the layer keeps both. */
  readonly transposed?: (() => Tensor2D) | undefined;
}
