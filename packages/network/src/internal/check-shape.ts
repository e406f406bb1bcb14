import { check, integer, list } from "@reciprocal/guards";
import { type Shape, shapeSize } from "../shape.js";

/**
 * @throws {TypeError} unless `shape` is an array
 * @throws {RangeError} unless it holds one or more integers of at least 1, whose product is an exact integer
 */
export function checkShape(where: string, name: string, shape: unknown): Shape {
  const sizes = check(list(integer({ min: 1 }), { minLength: 1 }), where, name, shape);
  check(integer({ min: 1 }), where, `the product of ${name}`, shapeSize(sizes));
  return sizes;
}
