import type { Recipe } from "@reciprocal/network";

type Seedless<R> = R extends Recipe ? Omit<R, "seed"> & { readonly seed?: number } : never;

/**
 * A matrix that a layer does not train, or not at first:
 *
 * - a recipe of @reciprocal/network; without a seed, the one that `createNetwork` would derive from the layer's. The
 *   matrix is not a weight then: it is made again, bit for bit, wherever the layer is built
 * - its numbers, row-major and out × in as in a network; they become a weight that does not train
 * - `"weights"`: the same, but the numbers come later, by `setWeights` or from a file, and are zero until then. This
 *   is what `getConfig` says of a matrix that is a weight
 */
export type MatrixArgument = Seedless<Recipe> | Float32Array | "weights";

/** A matrix beside the groups that may train. */
export type MatrixName = "phi" | "U" | "V" | "Q";

/** @throws {TypeError} for anything else, such as a plain list of numbers */
export function checkMatrix(where: string, argument: unknown): asserts argument is MatrixArgument {
  if (argument === "weights" || argument instanceof Float32Array) return;
  if (typeof argument === "object" && argument !== null && "kind" in argument) return;
  throw new TypeError(
    `${where} must be a recipe, a Float32Array or "weights", got ${
      Array.isArray(argument) ? "a list" : typeof argument === "string" ? argument : typeof argument
    }`,
  );
}
