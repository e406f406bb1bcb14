import type { Triangle } from "@reciprocal/network";
import { tensor1d, tensor2d, type Tensor1D, type Tensor2D } from "@tensorflow/tfjs-core";
import { differentiable } from "./differentiable.js";

export interface UnpackTriangleOptions {
  /** k, the rows and columns of R. */
  readonly size: number;
  /** Which half of R the numbers are. */
  readonly side: Triangle;
}

/**
 * Rᵀ, [k, k] as tfjs multiplies it, from the k(k+1)/2 numbers of the triangle R, packed row by row as `packTriangle`
 * of @reciprocal/network packs them; the other half is zero. The gradient is packed in the same way, so that no number
 * outside the triangle is ever trained.
 *
 * The numbers are moved in JavaScript: on cpu, wasm and tfjs-node that is ten times faster than tf.gather, whose own
 * gradient wasm lacks; on webgl it makes every step wait for the graphics card.
 *
 * @returns a tensor that the caller owns
 */
export function unpackTriangle(
  packed: Tensor1D,
  { size, side, isTrained }: UnpackTriangleOptions & { readonly isTrained: boolean },
): Tensor2D {
  return differentiable<Tensor2D>(
    isTrained ? [packed] : [],
    () => {
      const values = packed.dataSync<"float32">();
      const full = new Float32Array(size * size);
      forEachEntry({ size, side }, (index, position) => (full[position] = values[index]!));
      return tensor2d(full, [size, size]);
    },
    (dy) => {
      const full = dy.dataSync<"float32">();
      const values = new Float32Array((size * (size + 1)) / 2);
      forEachEntry({ size, side }, (index, position) => (values[index] = full[position]!));
      return [tensor1d(values)];
    },
  );
}

/** Calls back with each packed number's index and its place in the k×k numbers of Rᵀ. */
function forEachEntry(
  { size, side }: UnpackTriangleOptions,
  visit: (index: number, position: number) => void,
): void {
  let index = 0;
  for (let row = 0; row < size; row++) {
    const [first, last] = side === "lower" ? [0, row] : [row, size - 1];
    for (let column = first; column <= last; column++) visit(index++, column * size + row);
  }
}
