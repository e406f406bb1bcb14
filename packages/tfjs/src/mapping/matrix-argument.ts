import { isObject, type Rule, ruleOf, show } from "@reciprocal/guards";
import type { Recipe } from "@reciprocal/network";

/** A recipe of @reciprocal/network; without a seed, the one that `createNetwork` would derive from the layer's. */
export type SeedlessRecipe<R extends Recipe = Recipe> = R extends Recipe
  ? Omit<R, "seed"> & { readonly seed?: number }
  : never;

/**
 * A matrix that a layer does not train, or not at first:
 *
 * - a recipe of @reciprocal/network. The matrix is not a weight then: it is made again, bit for bit, wherever the layer
 *   is built
 * - its numbers, row-major and out × in as in a network; they become a weight that does not train
 * - `"weights"`: for configs, in which `getConfig` says it of a matrix that is a weight: its numbers come later, from a
 *   file or by `setWeights`, and until then the layer does not compute
 */
export type MatrixArgument = SeedlessRecipe | Float32Array | "weights";

/** Reads the argument, in a copy if it is numbers: a layer may be built much later. */
export function matrixRule(): Rule<MatrixArgument> {
  return ruleOf("a recipe or a Float32Array", (where, name, argument) => {
    if (argument instanceof Float32Array) return argument.slice();
    if (argument === "weights") return argument;
    if (isObject(argument) && "kind" in argument) return argument as SeedlessRecipe;
    throw new TypeError(
      `${where}: ${name} must be a recipe such as { kind: "normal", deviation: 1 }, or a Float32Array, got ${show(argument)}`,
    );
  });
}
