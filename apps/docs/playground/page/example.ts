import { generateDigits } from "@reciprocal/datasets";

/** A generated digit that nothing was trained with. */
export function example(index: number): Float32Array {
  return Float32Array.from(generateDigits({ count: 1, seed: 1_000_000 + index }).inputs);
}
