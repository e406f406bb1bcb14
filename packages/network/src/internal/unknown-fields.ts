import { closest, cutMessage, printable } from "@reciprocal/guards";

/**
 * Files hold what the tables of the kinds name, and nothing else: what they would drop silently is refused. A field that
 * is undefined is as good as none.
 *
 * @throws {TypeError} naming the field, and what was probably meant
 */
export function refuseUnknownFields(where: string, value: object, known: readonly string[]): void {
  for (const [name, content] of Object.entries(value)) {
    if (content === undefined || known.includes(name)) continue;
    const meant = closest(name, known);
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    throw new TypeError(
      cutMessage(
        `${where} has the unknown field ${printable(name, 60)}${hint} (fields: ${known.join(", ")})`,
      ),
    );
  }
}
