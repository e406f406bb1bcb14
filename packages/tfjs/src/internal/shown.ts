/** A value in an error message: texts are quoted, so that "0.5" is not taken for 0.5. */
export function shown(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  return Array.isArray(value) ? "a list" : String(value);
}
