import { deriveSeed, orthonormalFactor, randomNormal, randomUniform } from "@reciprocal/spectral";
import { checkFinite } from "../internal/check-finite.js";
import { checkSource } from "./check-source.js";
import { multiplyTransposed } from "./multiply-transposed.js";
import { selectEntries } from "./select-entries.js";
import type { MatrixSource, Recipe, RecipeSource, IndexSelection } from "./source.js";

const made = new WeakMap<MatrixSource, Float32Array>();

/**
 * The numbers of a matrix, row-major, rows×columns: those it stores, those its recipe makes, or those selected from what
 * a recipe makes.
 *
 * A recipe is carried out in float64 with a fixed order of operations and rounded once, so it gives the same float32
 * values, bit for bit, on every platform. The result is kept for as long as the source object lives: a second call
 * with the same object is free, one with an equal copy is not.
 *
 * @param source - the matrix: numbers, a recipe, or a selection
 * @returns numbers that belong to the source: **do not modify them**
 * @throws {ShapeError | RangeError | TypeError} if the source is malformed, or makes a number too large for float32
 *
 * @example
 * import { materialize } from "@reciprocal/network";
 *
 * const recipe = { kind: "normal", seed: 7, deviation: 1 } as const;
 * console.log(materialize({ rows: 1, columns: 3, recipe }));
 * // => Float32Array(3) [
 * // =>   1.0842208862304688,
 * // =>   -1.144805669784546,
 * // =>   -0.40479615330696106
 * // => ]
 */
export function materialize(source: MatrixSource): Float32Array {
  const known = made.get(source);
  if (known) return known;
  checkSource("materialize", "the matrix", source);
  if ("values" in source) return source.values;
  const values = "selection" in source ? select(source.selection) : makeRecipe(source);
  made.set(source, values);
  return values;
}

/**
 * Both orthonormal factors of the normal matrix behind a `q-of-normal` source, so that a layer can start from Q and R
 * of one and the same matrix. Q is remembered for `materialize`, since it costs the same factorization.
 */
export function factorNormal(source: MatrixSource & { recipe: Recipe }): { k: number; R: Float64Array } {
  const { rows, columns, recipe } = source;
  checkSource("factorNormal", "the matrix", source);
  const { Q, R, k } = orthonormalFactor(normalMatrix(recipe, rows * columns), rows, columns);
  made.set(source, Float32Array.from(Q));
  return { k, R };
}

function makeRecipe({ recipe, rows, columns }: RecipeSource): Float32Array {
  const values = Float32Array.from(makeFromRecipe(recipe, rows, columns));
  checkFinite("materialize", `the matrix of the recipe ${recipe.kind}`, values);
  return values;
}

/** Keeps only what is selected: the whole matrix is remembered only if it was asked for itself. */
function select({ of, rowIndices, columnIndices }: IndexSelection): Float32Array {
  return selectEntries(made.get(of) ?? makeRecipe(of), of.columns, { rowIndices, columnIndices });
}

function makeFromRecipe(recipe: Recipe, rows: number, columns: number): Float64Array {
  switch (recipe.kind) {
    case "normal":
      return normalMatrix(recipe, rows * columns);
    case "q-of-normal":
      return orthonormalFactor(normalMatrix(recipe, rows * columns), rows, columns).Q;
    case "svd-product": {
      const { deviation, maximum } = recipe;
      const inner = Math.min(rows, columns);
      const stream = (name: string) => deriveSeed(recipe.seed, name);
      const U = randomNormal(rows * inner, { seed: stream("U"), deviation });
      const V = randomNormal(columns * inner, { seed: stream("V"), deviation });
      const s = randomUniform(inner, { seed: stream("s"), high: maximum });
      const scaled = U.map((u, index) => u * s[index % inner]!); // U diag(s)
      return multiplyTransposed(scaled, V, { rows, columns, inner });
    }
  }
}

function normalMatrix({ seed, deviation }: Recipe, length: number): Float64Array {
  return randomNormal(length, { seed, deviation });
}
