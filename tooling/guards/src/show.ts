/** A value as errors show it: text quoted, and only the kind of anything large. */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? `${value.slice(0, 60)}…` : value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "function") return `the function ${value.name || "without a name"}`;
  if (typeof value !== "object" || value === null) return String(value);
  if (value instanceof Promise) return "a promise (is an await missing?)";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name}`;
  const fields = Object.keys(value).slice(0, 5).join(", ");
  const className = nameOfClass(value);
  // a Date, a URL or an ArrayBuffer has no fields of its own
  if (fields === "" && className !== "Object") return `an object of the class ${className}`;
  return `an object of ${fields || "nothing"}`;
}

/** `Object` for objects without a class as well. */
function nameOfClass(value: object): string {
  const { constructor } = value as { readonly constructor?: unknown };
  return (typeof constructor === "function" && constructor.name) || "Object";
}
