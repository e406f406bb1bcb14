/** Freezes a value and all objects and lists inside it; typed arrays cannot be frozen and stay as they are. */
export function freezeDeep<T>(value: T): T {
  if (typeof value === "object" && value !== null && !ArrayBuffer.isView(value) && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(freezeDeep);
  }
  return value;
}
