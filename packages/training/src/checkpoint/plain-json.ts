import { parseJson } from "@reciprocal/guards";

/** Numbers that JSON lacks, by the texts that stand for them. */
const lacking: ReadonlyMap<unknown, number> = new Map([
  ["NaN", NaN],
  ["Infinity", Infinity],
  ["-Infinity", -Infinity],
  ["-0", -0],
]);

/** JSON of plain data that keeps every float64: NaN, the infinities and −0, which JSON lacks, are `{ "number": "NaN" }`. */
export function toPlainJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item !== "number") return item;
    if (Object.is(item, -0)) return { number: "-0" };
    return Number.isFinite(item) ? item : { number: String(item) };
  });
}

/** @throws {SyntaxError} unless the text is JSON, with no name twice in an object, and not too deep */
export function fromPlainJson(text: string): unknown {
  return withNumbers(parseJson(text));
}

function withNumbers(item: unknown): unknown {
  if (typeof item !== "object" || item === null) return item;
  if (Array.isArray(item)) return item.map(withNumbers);
  const entries = Object.entries(item);
  if (entries.length === 1 && entries[0]![0] === "number") {
    const number = lacking.get(entries[0]![1]);
    if (number !== undefined) return number;
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, withNumbers(value)]));
}
