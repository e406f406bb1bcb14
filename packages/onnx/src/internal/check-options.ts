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
