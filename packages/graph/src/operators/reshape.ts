import { ShapeError } from "@reciprocal/spectral";
import {
  apply,
  integers,
  type Constant,
  type Dimension,
  type Operator,
  type Value,
  type Application,
} from "../value.js";

const axesOf = (axes: Value | undefined): number[] => Array.from((axes as Constant).data, Number);

const view: Pick<Operator, "compute" | "isView"> = { compute: ([a]) => a!.data, isView: true };

const insertion: Operator = {
  type: "Unsqueeze",
  ...view,
  shape: ([a, axes]) => {
    const inserted = new Set(axesOf(axes));
    const rest = [...a!.shape];
    return Array.from({ length: rest.length + inserted.size }, (_, axis): Dimension =>
      inserted.has(axis) ? 1 : rest.shift()!,
    );
  },
  gradient: ({ operands: [, axes] }, upstream) => [squeeze(upstream, axesOf(axes)), undefined],
};

const removal: Operator = {
  type: "Squeeze",
  ...view,
  shape: ([a, axes]) => {
    const removed = new Set(axesOf(axes));
    for (const axis of removed) {
      if (a!.shape[axis] !== 1)
        throw new ShapeError(`Squeeze: axis ${axis} of [${a!.shape.join(", ")}] is not 1`);
    }
    return a!.shape.filter((_, axis) => !removed.has(axis));
  },
  gradient: ({ operands: [, axes] }, upstream) => [unsqueeze(upstream, axesOf(axes)), undefined],
};

/**
 * Inserts axes of size 1, numbered as in the result.
 *
 * @param a - the numbers
 * @param axes - where the axes of size 1 are in the result
 *
 * @example
 * import { input, unsqueeze } from "@reciprocal/graph";
 *
 * console.log(unsqueeze(input("x", [3]), [0]).shape);
 * // => [ 1, 3 ]
 */
export const unsqueeze = (a: Value, axes: readonly number[]): Application =>
  apply(insertion, [a, integers(axes)]);

/**
 * Removes axes of size 1.
 *
 * @param a - the numbers
 * @param axes - the axes of size 1 to remove
 *
 * @example
 * import { input, squeeze } from "@reciprocal/graph";
 *
 * console.log(squeeze(input("x", [1, 3]), [0]).shape);
 * // => [ 3 ]
 */
export const squeeze = (a: Value, axes: readonly number[]): Application =>
  apply(removal, [a, integers(axes)]);
