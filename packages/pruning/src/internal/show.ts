/** A value in an error: strings quoted, and of all that is not a plain value its kind. */
export function show(value: unknown): string {
  if (value === undefined) return "nothing";
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  if (typeof value !== "object" || value === null) return `${value as number | null}`;
  if (value instanceof Promise) return "a promise (is an await missing?)";
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return "a list";
  return `an object of ${Object.keys(value).slice(0, 5).join(", ") || "nothing"}`;
}
