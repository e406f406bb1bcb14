/** Sizes, outermost first; an array of this shape is row-major, its last size the fastest. Images are [height, width, channels]. */
export type Shape = readonly number[];

/** How many numbers an array of this shape holds: the product of its sizes, 1 for []. */
export function shapeSize(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}
