/** JSON of plain data that keeps every float64: NaN, the infinities and −0, which JSON lacks, are `{ "number": "NaN" }`. */
export function toPlainJson(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => {
    if (typeof item !== "number") return item;
    if (Object.is(item, -0)) return { number: "-0" };
    return Number.isFinite(item) ? item : { number: String(item) };
  });
}

/** @throws {SyntaxError} unless the text is JSON */
export function fromPlainJson(text: string): unknown {
  return JSON.parse(text, (_, item: unknown) =>
    isNumberRecord(item) && Object.keys(item).length === 1 ? Number(item.number) : item,
  );
}

function isNumberRecord(value: unknown): value is { readonly number: string } {
  return typeof value === "object" && value !== null && "number" in value && typeof value.number === "string";
}
