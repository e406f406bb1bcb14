import { ShapeError } from "@reciprocal/spectral";
import { apply, type Operator } from "../operator.js";
import { constant, type Constant, type Dimension, type Value } from "../value.js";

const axesOf = (axes: Value | undefined): number[] => Array.from((axes as Constant).data, Number);

const axesConstant = (axes: readonly number[]): Constant =>
  constant(BigInt64Array.from(axes, BigInt), [axes.length]);

const insertion: Operator = {
  type: "Unsqueeze",
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

/** Inserts axes of size 1, numbered as in the result. */
export const unsqueeze = (a: Value, axes: readonly number[]): Value =>
  apply(insertion, [a, axesConstant(axes)]);

/** Removes axes of size 1. */
export const squeeze = (a: Value, axes: readonly number[]): Value => apply(removal, [a, axesConstant(axes)]);
