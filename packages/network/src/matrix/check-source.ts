import { check, integer, isObject, number, oneOf, show } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import type { MatrixSource, Recipe, IndexSelection } from "./source.js";
import { checkValues } from "../internal/check-values.js";
import { refuseUnknownFields } from "../internal/unknown-fields.js";

const recipeKinds: readonly Recipe["kind"][] = ["normal", "svd-product", "q-of-normal"];

/**
 * Checks a matrix without making it: sizes, stored numbers or the settings of its recipe.
 *
 * @param shape - the rows and columns that it must have, if the caller knows them
 */
export function checkSource(
  where: string,
  name: string,
  source: MatrixSource,
  shape?: readonly number[],
): void {
  checkIsObject(`${where}: ${name}`, source, "a matrix source");
  const { rows, columns } = source;
  check(integer({ min: 1 }), where, `rows of ${name}`, rows);
  check(integer({ min: 1 }), where, `columns of ${name}`, columns);
  if (shape && !(rows === shape[0] && columns === shape[1])) {
    throw new ShapeError(`${where}: ${name} needs ${shape.join("×")} values, got ${rows}×${columns}`);
  }
  const forms = ["values", "recipe", "selection"].filter((form) => form in source);
  if (forms.length > 1) {
    throw new TypeError(
      `${where}: ${name} must have one of values, recipe and selection, got ${forms.join(", ")}`,
    );
  }
  refuseUnknownFields(`${where}: ${name}`, source, [
    "rows",
    "columns",
    ...(forms.length > 0 ? forms : ["recipe"]),
  ]);
  if ("values" in source) checkValues(where, name, source.values, rows * columns);
  else if ("selection" in source) checkSelection(where, name, source.selection, { rows, columns });
  else checkRecipe(where, name, source.recipe);
}

function checkSelection(
  where: string,
  name: string,
  selection: IndexSelection,
  size: { rows: number; columns: number },
): void {
  checkIsObject(`${where}: selection of ${name}`, selection);
  refuseUnknownFields(`${where}: selection of ${name}`, selection, ["of", "rowIndices", "columnIndices"]);
  const { of, rowIndices, columnIndices } = selection;
  const whole = `the matrix that ${name} is selected from`;
  checkIsObject(`${where}: ${whole}`, of, "a matrix source");
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
  checkIsObject(`${where}: ${name}`, recipe, "a matrix of values or a recipe");
  const kind = check(oneOf(recipeKinds), where, `kind of the recipe of ${name}`, recipe.kind);
  check(integer({ min: 0 }), where, `seed of ${name}`, recipe.seed);
  check(number({ above: 0 }), where, `deviation of ${name}`, recipe.deviation);
  const maximum = kind === "svd-product" ? ["maximum"] : [];
  refuseUnknownFields(`${where}: recipe of ${name}`, recipe, ["kind", "seed", "deviation", ...maximum]);
  if (kind === "svd-product") {
    check(number({ above: 0 }), where, `maximum of ${name}`, (recipe as { maximum: unknown }).maximum);
  }
}

function checkIsObject(what: string, value: unknown, needed = "an object"): void {
  if (!isObject(value)) throw new TypeError(`${what} must be ${needed}, got ${show(value)}`);
}
