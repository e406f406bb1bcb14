import type { Recipe } from "@reciprocal/network";
import { shown } from "../internal/shown.js";

type Seedless<R> = R extends Recipe ? Omit<R, "seed"> & { readonly seed?: number } : never;

/**
 * A matrix that a layer does not train, or not at first:
 *
 * - a recipe of @reciprocal/network; without a seed, the one that `createNetwork` would derive from the layer's. The
 *   matrix is not a weight then: it is made again, bit for bit, wherever the layer is built
 * - its numbers, row-major and out × in as in a network; they become a weight that does not train
 * - `"weights"`: for configs, where `getConfig` says it of a matrix that is a weight: its numbers come later, from a
 *   file or by `setWeights`, and until then the layer does not compute
 */
export type MatrixArgument = Seedless<Recipe> | Float32Array | "weights";

/** A matrix beside the groups that may train. */
export type MatrixName = "phi" | "U" | "V" | "Q";

/**
 * The argument, in a copy where it is numbers: a layer may be built much later.
 *
 * @throws {TypeError} for anything else, such as a plain list of numbers
 */
export function readMatrix(where: string, argument: unknown): MatrixArgument {
  if (argument instanceof Float32Array) return argument.slice();
  if (argument === "weights") return argument;
  if (typeof argument === "object" && argument !== null && "kind" in argument) {
    return argument as Seedless<Recipe>;
  }
  throw new TypeError(
    `${where} must be a recipe such as { kind: "normal", deviation: 1 }, or a Float32Array, got ${shown(argument)}`,
  );
}
