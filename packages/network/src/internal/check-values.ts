import { ShapeError } from "@reciprocal/spectral";
import { checkFinite } from "./check-finite.js";

/**
 * @throws {ShapeError} unless `values` is a Float32Array of `length` numbers
 * @throws {RangeError} if one of them is not finite
 */
export function checkValues(where: string, name: string, values: unknown, length: number): void {
  if (!(values instanceof Float32Array)) {
    throw new ShapeError(
      `${where}: ${name} must be a Float32Array of ${length} values, got ${values === null ? "null" : typeof values}`,
    );
  }
  if (values.length !== length) {
    throw new ShapeError(`${where}: ${name} needs ${length} values, got ${values.length}`);
  }
  checkFinite(where, name, values);
}
