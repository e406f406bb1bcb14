/**
 * Refuses options that do not exist: a misspelt one would otherwise be left out without a word.
 *
 * @throws {TypeError} naming the unknown option and those that there are
 */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    throw new TypeError(`${where}: unknown option ${name}; there are ${known.join(", ")}`);
  }
}

/** @throws {TypeError} unless the value is one of those allowed */
export function checkChoice(where: string, name: string, value: unknown, allowed: readonly string[]): void {
  if (allowed.some((choice) => choice === value)) return;
  throw new TypeError(`${where}: ${name} must be one of ${allowed.join(", ")}, got ${String(value)}`);
}

/** @throws {RangeError} unless the value is a whole number from `minimum` */
export function checkWhole(where: string, name: string, value: number, minimum = 1): void {
  if (Number.isSafeInteger(value) && value >= minimum) return;
  throw new RangeError(`${where}: ${name} must be a whole number from ${minimum}, got ${value}`);
}
