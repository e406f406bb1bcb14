/** Sizes, outermost first; an array of this shape is row-major, its last size the fastest. Images are [height, width, channels]. */
export type Shape = readonly number[];

/**
 * How many numbers an array of this shape holds: the product of its sizes, 1 for [].
 *
 * @param shape - the sizes, such as [28, 28, 1]
 *
 * @example
 * import { shapeSize } from "@reciprocal/network";
 *
 * console.log(shapeSize([28, 28, 1]));
 * // => 784
 */
export function shapeSize(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}
