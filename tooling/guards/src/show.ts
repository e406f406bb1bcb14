import { printable, quote } from "./quote.js";

/** A value as errors show it: text quoted, and only the kind of anything large. Short and printable, whatever it is. */
export function show(value: unknown): string {
  if (typeof value === "string") return quote(value, 60);
  if (typeof value === "bigint") return `${printable(String(value), 60)}n`;
  if (typeof value === "function") return `the function ${printable(value.name, 60) || "without a name"}`;
  if (typeof value !== "object" || value === null) return printable(String(value), 60);
  if (value instanceof Promise) return "a promise (is an await missing?)";
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a ${printable(value.constructor.name, 60)}`;
  const fields = Object.keys(value)
    .slice(0, 5)
    .map((field) => printable(field, 40))
    .join(", ");
  const className = printable(nameOfClass(value), 60);
  // a Date, a URL or an ArrayBuffer has no fields of its own
  if (fields === "" && className !== "Object") return `an object of the class ${className}`;
  return `an object of ${fields || "nothing"}`;
}

/** `Object` for objects without a class as well. */
function nameOfClass(value: object): string {
  const { constructor } = value as { readonly constructor?: unknown };
  return (typeof constructor === "function" && constructor.name) || "Object";
}
