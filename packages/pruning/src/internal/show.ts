/** A value in an error: strings quoted, and of all that is not a plain value its kind. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  if (value === undefined) return "nothing";
  if (value instanceof Promise) return "a promise (is an await missing?)";
  if (Array.isArray(value)) return `[${value.map(show).join(", ")}]`;
  if (typeof value !== "object" || value === null) return String(value);
  const names = Object.keys(value).slice(0, 5);
  return ArrayBuffer.isView(value) ? "an array of numbers" : `an object of ${names.join(", ") || "nothing"}`;
}
