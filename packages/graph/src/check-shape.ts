import { showList } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { sizeOf } from "./numbers.js";
import type { Shape } from "./value.js";

/** Whether a shape has sizes that are whole numbers, and as many numbers in all as can be counted exactly. */
export function isShape(shape: readonly number[]): boolean {
  return (
    shape.every((size) => Number.isSafeInteger(size) && size >= 0) && Number.isSafeInteger(sizeOf(shape))
  );
}

/**
 * @param what - what to call the value in the error, which begins with it
 * @throws {ShapeError} for sizes that no tensor has, and for more numbers than can be counted exactly; a size that only a run
 *   knows is passed over
 */
export function checkShape(what: string, shape: Shape): void {
  const known = shape.filter((size) => typeof size === "number");
  if (isShape(known)) return;
  throw new ShapeError(
    `${what} must have sizes that are whole numbers of at least 0, with a product below 2^53, got ${showList(shape)}`,
  );
}
