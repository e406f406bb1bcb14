import { type Shape, shapeSize } from "../shape.js";

/**
 * @throws {TypeError} unless `shape` is a list
 * @throws {RangeError} unless it holds one or more integers of at least 1, whose product is an exact integer
 */
export function checkShape(where: string, name: string, shape: Shape): void {
  if (!Array.isArray(shape)) {
    throw new TypeError(`${where}: ${name} must be a list of sizes, got ${String(shape)}`);
  }
  const sizes: readonly unknown[] = shape;
  if (
    sizes.length > 0 &&
    sizes.every((size) => Number.isSafeInteger(size) && (size as number) >= 1) &&
    Number.isSafeInteger(shapeSize(shape))
  ) {
    return;
  }
  throw new RangeError(
    `${where}: ${name} must be one or more integers of at least 1, got [${sizes.join(", ")}]`,
  );
}
