type Place = readonly (string | number)[];

/** The places of all objects within a JSON value, for tests that a reader knows every field of each; lists are passed over. */
export function objectsIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, item]) => objectsIn(item, [...place, name]));
  return Array.isArray(value) ? inner : [place, ...inner];
}

/** The JSON text with one field more in the object at a place. */
export function withField(text: string, place: Place, name: string): string {
  const root: unknown = JSON.parse(text);
  const object = place.reduce((value, key) => (value as Record<string, unknown>)[key], root);
  (object as Record<string, unknown>)[name] = 1;
  return JSON.stringify(root);
}
