import { DatasetFormatError } from "./errors.js";
import { nameList } from "./name-list.js";
import { parseNumber } from "./parse-number.js";

/** @throws {RangeError} for names of classes that are fewer than two or not distinct */
export function checkClassNames(where: string, names: readonly string[]): void {
  if (names.length >= 2 && new Set(names).size === names.length) return;
  throw new RangeError(`${where}: classNames must be two or more that differ, got ${nameList(names)}`);
}

/**
 * The classes found in a source in the order of their labels: by size if all are numbers, else by UTF-16 code units,
 * which is the same in every locale.
 *
 * @throws {DatasetFormatError} for fewer than two, or for two that are one number
 */
export function sortClassNames(where: string, found: Iterable<string>): string[] {
  const names = [...new Set(found)].sort(); // without a comparison: by code units
  if (names.length < 2) {
    throw new DatasetFormatError(`${where}: needs samples of at least two classes, got ${nameList(names)}`);
  }
  const values = new Map(names.map((name) => [name, parseNumber(name)]));
  if (names.some((name) => Number.isNaN(values.get(name)))) return names;
  names.sort((a, b) => values.get(a)! - values.get(b)!);
  const same = names.findIndex((name, i) => i > 0 && values.get(name) === values.get(names[i - 1]!));
  if (same < 0) return names;
  throw new DatasetFormatError(
    `${where}: needs one spelling per number, got the classes ${nameList(names.slice(same - 1, same + 1))}`,
  );
}
