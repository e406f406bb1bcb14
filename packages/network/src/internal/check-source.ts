import { ShapeError } from "@reciprocal/spectral";
import type { MatrixSource, Recipe } from "../matrix-source.js";
import { checkSize } from "./check-size.js";
import { checkValues } from "./check-values.js";

const kinds: readonly Recipe["kind"][] = ["normal", "svd-product", "q-of-normal"];

/**
 * Checks a matrix without making it: sizes, stored numbers or the settings of its recipe.
 *
 * @param shape - the rows and columns that it must have, where the caller knows them
 */
export function checkSource(
  where: string,
  name: string,
  source: MatrixSource,
  shape?: readonly number[],
): void {
  if (typeof source !== "object") {
    throw new TypeError(`${where}: ${name} must be a matrix source, got ${typeof source}`);
  }
  const { rows, columns } = source;
  checkSize(where, `rows of ${name}`, rows);
  checkSize(where, `columns of ${name}`, columns);
  if (shape && !(rows === shape[0] && columns === shape[1])) {
    throw new ShapeError(`${where}: ${name} needs ${shape.join("×")} values, got ${rows}×${columns}`);
  }
  if ("values" in source) checkValues(where, name, source.values, rows * columns);
  else checkRecipe(where, name, source.recipe);
}

function checkRecipe(where: string, name: string, recipe: Recipe): void {
  if (typeof recipe !== "object" || !kinds.includes(recipe.kind)) {
    const got = typeof recipe === "object" ? String(recipe.kind) : typeof recipe;
    throw new TypeError(`${where}: ${name} needs values or a recipe of kind ${kinds.join(", ")}, got ${got}`);
  }
  const { seed, deviation } = recipe;
  if (!(Number.isSafeInteger(seed) && seed >= 0)) {
    throw new RangeError(`${where}: seed of ${name} must be an integer from 0 to 2^53 − 1, got ${seed}`);
  }
  checkScale(where, `deviation of ${name}`, deviation);
  if (recipe.kind === "svd-product") checkScale(where, `maximum of ${name}`, recipe.maximum);
}

function checkScale(where: string, name: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new RangeError(`${where}: ${name} must be a positive number, got ${value}`);
}
