import { ShapeError } from "@reciprocal/spectral";
import type { MatrixSource, Recipe, Selection } from "../matrix-source.js";
import { checkObject } from "./check-object.js";
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
  checkObject(`${where}: ${name}`, source, "a matrix source");
  const { rows, columns } = source;
  checkSize(where, `rows of ${name}`, rows);
  checkSize(where, `columns of ${name}`, columns);
  if (shape && !(rows === shape[0] && columns === shape[1])) {
    throw new ShapeError(`${where}: ${name} needs ${shape.join("×")} values, got ${rows}×${columns}`);
  }
  const forms = ["values", "recipe", "selection"].filter((form) => form in source);
  if (forms.length > 1) {
    throw new TypeError(
      `${where}: ${name} must have one of values, recipe and selection, got ${forms.join(", ")}`,
    );
  }
  if ("values" in source) checkValues(where, name, source.values, rows * columns);
  else if ("selection" in source) checkSelection(where, name, source.selection, { rows, columns });
  else checkRecipe(where, name, source.recipe);
}

function checkSelection(
  where: string,
  name: string,
  selection: Selection,
  size: { rows: number; columns: number },
): void {
  checkObject(`${where}: selection of ${name}`, selection);
  const { of, rowIndices, columnIndices } = selection;
  const whole = `the matrix that ${name} is selected from`;
  checkObject(`${where}: ${whole}`, of, "a matrix source");
  if (!("recipe" in of)) throw new TypeError(`${where}: ${whole} must have a recipe`);
  checkSource(where, whole, of);
  checkIndices(where, `rowIndices of ${name}`, rowIndices, { count: size.rows, limit: of.rows });
  checkIndices(where, `columnIndices of ${name}`, columnIndices, { count: size.columns, limit: of.columns });
}

function checkIndices(
  where: string,
  name: string,
  indices: unknown,
  { count, limit }: { count: number; limit: number },
): void {
  if (!(indices instanceof Uint32Array && indices.length === count)) {
    throw new ShapeError(`${where}: ${name} must be a Uint32Array of ${count} values`);
  }
  const wrong = indices.find((index) => index >= limit);
  if (wrong !== undefined) {
    throw new RangeError(`${where}: ${name} must be from 0 to ${limit - 1}, got ${wrong}`);
  }
}

function checkRecipe(where: string, name: string, recipe: Recipe): void {
  const needed = `values or a recipe of kind ${kinds.join(", ")}`;
  checkObject(`${where}: ${name}`, recipe, needed);
  if (!kinds.includes(recipe.kind)) {
    throw new TypeError(`${where}: ${name} must be ${needed}, got ${String(recipe.kind)}`);
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
