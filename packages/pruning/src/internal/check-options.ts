import { show } from "./show.js";

/**
 * Refuses options that do not exist: a misspelt one would otherwise be left out without a word.
 *
 * @throws {TypeError} naming the unknown option and those that there are
 */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  checkObject(where, "options", options);
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new TypeError(`${where}: unknown option ${name}; there are ${known.join(", ")}`);
  }
}

/** @throws {TypeError} unless the value is one of those allowed */
export function checkChoice(where: string, name: string, value: unknown, allowed: readonly string[]): void {
  if (allowed.some((choice) => choice === value)) return;
  throw new TypeError(`${where}: ${name} must be one of ${allowed.join(", ")}, got ${show(value)}`);
}

/** @throws {RangeError} unless the value is a whole number from `minimum` */
export function checkWhole(where: string, name: string, value: number, minimum = 1): void {
  if (Number.isSafeInteger(value) && value >= minimum) return;
  throw new RangeError(`${where}: ${name} must be a whole number from ${minimum}, got ${show(value)}`);
}

/** @throws {TypeError} unless the value is an object, neither a list nor a promise */
export function checkObject(where: string, name: string, value: unknown, such = ""): void {
  const isPlain = typeof value === "object" && value !== null;
  if (isPlain && !Array.isArray(value) && !(value instanceof Promise)) return;
  throw new TypeError(`${where}: ${name} must be an object${such}, got ${show(value)}`);
}

/** @throws {TypeError} unless the value is a list */
export function checkList(where: string, name: string, value: unknown): void {
  if (Array.isArray(value)) return;
  throw new TypeError(`${where}: ${name} must be a list, got ${show(value)}`);
}

/** @throws {TypeError} unless the value is a function */
export function checkFunction(where: string, name: string, value: unknown): void {
  if (typeof value === "function") return;
  throw new TypeError(`${where}: ${name} must be a function, got ${show(value)}`);
}
