/** How many numbers an array of this shape holds. */
export function countValues(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
