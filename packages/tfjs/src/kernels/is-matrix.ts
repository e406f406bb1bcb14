import type { TensorInfo } from "@tensorflow/tfjs-core";

/** Whether a tensor of rank 2 or more is one matrix, not several: every axis but the last two has length 1. */
export function isMatrix({ shape }: TensorInfo): boolean {
  return shape.slice(0, -2).every((length) => length === 1);
}
