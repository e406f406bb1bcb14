type Place = readonly (string | number)[];

/** The places of all objects within a JSON value, lists aside. */
export function objectsIn(value: unknown, place: Place = []): Place[] {
  if (typeof value !== "object" || value === null) return [];
  const inner = Object.entries(value).flatMap(([name, item]) => objectsIn(item, [...place, name]));
  return Array.isArray(value) ? inner : [place, ...inner];
}

/** The JSON text with one field more in the object at a place. */
export function withField(text: string, place: Place, name: string): string {
  const root = JSON.parse(text) as unknown;
  const object = place.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], root);
  (object as Record<string, unknown>)[name] = 1;
  return JSON.stringify(root);
}
