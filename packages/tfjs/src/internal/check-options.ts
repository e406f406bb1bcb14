/**
 * Refuses options that nothing reads: a misspelt one would silently leave its default in place.
 *
 * @throws {TypeError} naming the unknown option and those that there are
 */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  const name = Object.keys(options).find((option) => !known.includes(option));
  if (name !== undefined) {
    throw new TypeError(`${where}: unknown option ${name}; there are ${known.join(", ")}`);
  }
}
