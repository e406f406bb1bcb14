import { cutMessage, parseJson } from "@reciprocal/guards";
import { compareText } from "./compare-text.js";
import { FileFormatError } from "./error.js";

/** What JSON can hold: null, true, false, finite numbers, text, lists of these and objects of these by name. */
export type PlainData =
  null | boolean | number | string | readonly PlainData[] | { readonly [name: string]: PlainData };

/** Lists and objects within each other, at the most: enough for any record, and far below what a stack holds. */
const deepest = 32;

/**
 * Plain data as JSON in its one canonical form, so that equal data has equal bytes: no spaces, names of objects in the
 * order of their UTF-16 code units, numbers in the shortest form that reads back to the same number (`-0` included).
 *
 * @param where - the name of the caller, with which errors begin
 * @param data - what to write
 * @throws {TypeError} for anything that JSON does not hold, named by its place
 * @throws {RangeError} for a number that is not finite, and for lists and objects more than 32 deep
 *
 * @example
 * import { canonicalJson } from "@reciprocal/network";
 *
 * console.log(canonicalJson("save", { b: [1, 2.5], a: "x" }));
 * // => {"a":"x","b":[1,2.5]}
 */
export function canonicalJson(where: string, data: PlainData): string {
  return write(where, data, 0);
}

function write(where: string, value: unknown, depth: number): string {
  if (depth > deepest) {
    throw new RangeError(cutMessage(`${where} must have lists and objects at most ${deepest} deep`));
  }
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value))
      throw new RangeError(cutMessage(`${where} must be a finite number, got ${value}`));
    return Object.is(value, -0) ? "-0" : JSON.stringify(value);
  }
  if (Array.isArray(value)) {
    // not map, which passes over holes
    return `[${Array.from(value, (item, index) => write(`${where}[${index}]`, item, depth + 1)).join(",")}]`;
  }
  if (!isPlainObject(value)) {
    const got = typeof value === "object" ? `an object of class ${value.constructor.name}` : typeof value;
    throw new TypeError(cutMessage(`${where} must be what JSON can hold, got ${got}`));
  }
  const members = Object.entries(value)
    .sort(([a], [b]) => compareText(a, b))
    .map(([name, item]) => `${JSON.stringify(name)}:${write(`${where}.${name}`, item, depth + 1)}`);
  return `{${members.join(",")}}`;
}

function isPlainObject(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype;
}

/**
 * The data in a text of `canonicalJson`. Any other form of the same data is refused, so names that stand twice, too.
 *
 * @param where - the name of the caller, with which errors begin
 * @param text - what `canonicalJson` gave
 * @throws {FileFormatError} unless the text is that
 *
 * @example
 * import { parseCanonicalJson } from "@reciprocal/network";
 *
 * console.log(parseCanonicalJson("open", '{"a":"x","b":[1,2.5]}'));
 * // => { a: 'x', b: [ 1, 2.5 ] }
 */
export function parseCanonicalJson(where: string, text: string): PlainData {
  try {
    const data = parseJson(text) as PlainData;
    if (canonicalJson(where, data) === text) return data;
  } catch (error) {
    throw new FileFormatError(`${where} must be JSON: ${(error as Error).message}`, { cause: error });
  }
  throw new FileFormatError(`${where} must be JSON in its canonical form, got another form of it`);
}
