import { ShapeError } from "@reciprocal/spectral";
import type { Dimension, Shape, Value } from "./value.js";
import { reduceSum } from "./operators/reduce-sum.js";

/** The common shape of two operands, by the rules of NumPy and ONNX. */
export function broadcastShape(operator: string, a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const da = a[axis - rank + a.length] ?? 1;
    const db = b[axis - rank + b.length] ?? 1;
    if (da === db || db === 1) return da;
    if (da === 1) return db;
    throw new ShapeError(`${operator}: shapes [${a.join(", ")}] and [${b.join(", ")}] do not broadcast`);
  });
}

/** Sums a gradient over the axes along which its operand was repeated: the reverse of broadcasting. */
export function sumTo(value: Value, shape: Shape): Value {
  const extra = value.shape.length - shape.length;
  const leading = Array.from({ length: extra }, (_, axis) => axis);
  const repeated = shape.flatMap((size: Dimension, axis) =>
    size === 1 && value.shape[axis + extra] !== 1 ? [axis + extra] : [],
  );
  const summed = repeated.length > 0 ? reduceSum(value, repeated, { keepDimensions: true }) : value;
  return leading.length > 0 ? reduceSum(summed, leading) : summed;
}
