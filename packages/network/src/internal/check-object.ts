/** @throws {TypeError} unless `value` is an object; null is none */
export function checkObject(what: string, value: unknown, needed = "an object"): void {
  if (typeof value === "object" && value !== null) return;
  throw new TypeError(`${what} must be ${needed}, got ${value === null ? "null" : typeof value}`);
}
