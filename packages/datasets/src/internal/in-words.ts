/** A list of names for a message, cut where it is long; `none` for an empty one. */
export function inWords(names: readonly string[], most = 10): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, most).map((name) => JSON.stringify(name));
  return shown.join(", ") + (names.length > most ? `, … (${names.length} in all)` : "");
}
