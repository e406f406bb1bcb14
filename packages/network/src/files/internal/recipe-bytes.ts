import type { Recipe } from "../../matrix-source.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import { readCode, recipeCodes } from "./codes.js";

/** How a matrix is made; its size stands elsewhere. */
export function writeRecipe(writer: ByteWriter, recipe: Recipe): void {
  writer.u8(recipeCodes[recipe.kind]);
  writer.u64(recipe.seed);
  writer.f64(recipe.deviation);
  if (recipe.kind === "svd-product") writer.f64(recipe.maximum);
}

export function readRecipe(reader: ByteReader, part: string): Recipe {
  const kind = readCode(reader, `the recipe of ${part}`, recipeCodes);
  const seed = reader.u64(`the seed of ${part}`);
  const deviation = reader.f64(`the deviation of ${part}`);
  if (kind !== "svd-product") return { kind, seed, deviation };
  return { kind, seed, deviation, maximum: reader.f64(`the maximum of ${part}`) };
}
