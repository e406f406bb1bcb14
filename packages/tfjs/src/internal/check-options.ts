import { shown } from "./shown.js";

/**
 * Refuses options that nothing reads: a misspelt one would silently leave its default in place.
 *
 * @param known - the options to speak of, the one that is given most first
 * @param others - options that are only for files that were saved
 * @throws {TypeError} naming the unknown option and those that there are, or showing how options are given
 */
export function checkOptions(
  where: string,
  options: object,
  known: readonly string[],
  others: readonly string[] = [],
): void {
  if (typeof options !== "object" || (options as object | null) === null) {
    const isNothing = (options as object | null | undefined) == null;
    throw new TypeError(
      `${where}: options must be an object such as { ${known[0]}: ${isNothing ? "…" : shown(options)} }, got ${shown(options)}`,
    );
  }
  const name = Object.keys(options).find((option) => !known.includes(option) && !others.includes(option));
  if (name !== undefined) {
    throw new TypeError(`${where}: unknown option ${name}; there are ${known.join(", ")}`);
  }
}
