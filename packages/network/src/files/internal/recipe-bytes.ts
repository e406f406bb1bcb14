import type { Recipe, RecipeSource } from "../../matrix-source.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import { readCode, recipeCodes } from "./codes.js";

/** Entries of the largest matrix that a recipe in a file may ask for, 1 GiB of numbers. */
const mostEntries = 2 ** 28;

/** @throws {RangeError} for a matrix, called `what`, that `readRecipe` would refuse */
export function writeRecipe(writer: ByteWriter, { rows, columns, recipe }: RecipeSource, what: string): void {
  if (!(rows * columns <= mostEntries)) {
    throw new RangeError(`${what} may have 2^28 entries in a file, got ${rows}×${columns}`);
  }
  writer.u8(recipeCodes[recipe.kind]);
  writer.u64(recipe.seed);
  writer.f64(recipe.deviation);
  if (recipe.kind === "svd-product") writer.f64(recipe.maximum);
}

/** The sizes stand elsewhere; a few bytes must not ask for more numbers than a machine holds. */
export function readRecipe(
  reader: ByteReader,
  part: string,
  { rows, columns }: { rows: number; columns: number },
): RecipeSource {
  if (!(rows * columns <= mostEntries)) {
    throw reader.error(`${part} may have 2^28 entries, got ${rows}×${columns}`);
  }
  const kind = readCode(reader, `the recipe of ${part}`, recipeCodes);
  const seed = reader.u64(`the seed of ${part}`);
  const deviation = reader.f64(`the deviation of ${part}`);
  const recipe: Recipe =
    kind === "svd-product"
      ? { kind, seed, deviation, maximum: reader.f64(`the maximum of ${part}`) }
      : { kind, seed, deviation };
  return { rows, columns, recipe };
}
