import { ShapeError } from "@reciprocal/spectral";
import { showList } from "@reciprocal/guards";
import type { Shape } from "./value.js";

/**
 * The common shape of two operands, by the rules of NumPy and ONNX.
 *
 * @param operator - what to call the operator in the error
 * @param a - the one shape
 * @param b - the other shape
 * @throws {ShapeError} if two sizes differ and neither is 1
 *
 * @example
 * import { broadcastShape } from "@reciprocal/graph";
 *
 * console.log(broadcastShape("Add", ["batch", 1], [3]));
 * // => [ 'batch', 3 ]
 */
export function broadcastShape(operator: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const da = a[axis - rank + a.length] ?? 1;
    const db = b[axis - rank + b.length] ?? 1;
    if (da === db || db === 1) return da;
    if (da === 1) return db;
    throw new ShapeError(`${operator}: shapes ${showList(a)} and ${showList(b)} do not broadcast`);
  });
}
