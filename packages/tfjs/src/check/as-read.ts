/** Depth to which the JSON of a model may be nested: some sixty models in models. */
export const maxDepth = 256;

/** A part of model.json as TensorFlow.js reads it. */
export type Config = Readonly<Record<string, unknown>>;

/**
 * A part of model.json as TensorFlow.js reads it: names in snake case, and texts, in camel case, but for names of layers.
 *
 * Deep nesting is refused first, since TensorFlow.js follows it by calling itself.
 *
 * @throws {RangeError} for JSON that is nested deeper than 256 levels
 */
export function asRead(value: unknown, key?: string, depth = 0): unknown {
  if (depth > maxDepth) {
    throw new RangeError(`the JSON must be nested at most ${maxDepth} levels deep, got more`);
  }
  if (typeof value === "string") return camelCase(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const isName = (item: unknown, index: number) =>
      index === 0 && typeof item === "string" && key !== undefined && keysOfNames.includes(key);
    return value.map((item: unknown, index) => (isName(item, index) ? item : asRead(item, key, depth + 1)));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => {
      if (name === "name" && typeof item === "string") return [name, item];
      const read = camelCase(name);
      return [read, asRead(item, read, depth + 1)];
    }),
  );
}

/** Lists whose first item is the name of a layer. */
const keysOfNames = ["inboundNodes", "inputLayers", "outputLayers"];

function camelCase(text: string): string {
  return text.length <= 1 ? text : text.replace(/_+(\w|$)/g, (_, letter: string) => letter.toUpperCase());
}
