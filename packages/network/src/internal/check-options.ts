/** @throws {TypeError} for an option that would otherwise be dropped without a word */
export function checkOptions(where: string, options: object, allowed: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !allowed.includes(name));
  if (unknown !== undefined) {
    throw new TypeError(`${where}: options must be among ${allowed.join(", ")}, got ${unknown}`);
  }
}
