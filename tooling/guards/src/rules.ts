import { rule, ruleOf, type Rule } from "./rule.js";

/** From `min` to `max`, or beyond `above` and below `below`, which are not allowed themselves. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
  readonly below?: number;
}

/** A safe integer. */
export function integer(bounds: Bounds = {}): Rule<number> {
  return numeric("an integer", bounds, Number.isSafeInteger);
}

/** A finite number. */
export function number(bounds: Bounds = {}): Rule<number> {
  return numeric("a finite number", bounds, Number.isFinite);
}

/** A number that may be Infinity, but not NaN. */
export function limit(bounds: Bounds = {}): Rule<number> {
  return numeric("a number", bounds, (value) => !Number.isNaN(value));
}

function numeric(noun: string, bounds: Bounds, isValid: (value: number) => boolean): Rule<number> {
  const { min = -Infinity, max = Infinity, above = -Infinity, below = Infinity } = bounds;
  return rule(noun + inWords(bounds), (value) => {
    if (typeof value !== "number") return "type";
    const isInside = min <= value && value <= max && (above === -Infinity || above < value);
    return isValid(value) && isInside && (below === Infinity || value < below) ? undefined : "range";
  });
}

function inWords({ min, max, above, below }: Bounds): string {
  if (min !== undefined && max !== undefined) return ` from ${min} to ${max}`;
  const parts = [
    min !== undefined && `of at least ${min}`,
    above !== undefined && `above ${above}`,
    max !== undefined && `of at most ${max}`,
    below !== undefined && `below ${below}`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? ` ${parts.join(" and ")}` : "";
}

/** true or false; a word such as "no" would otherwise count as true. */
export function flag(): Rule<boolean> {
  return rule("true or false", (value) => (typeof value === "boolean" ? undefined : "type"));
}

/** A string of `minLength` characters or more (default 0). */
export function text({ minLength = 0 }: { readonly minLength?: number } = {}): Rule<string> {
  const needed =
    minLength > 0 ? `a text of at least ${minLength} character${minLength > 1 ? "s" : ""}` : "a text";
  return rule(needed, (value) => {
    if (typeof value !== "string") return "type";
    return value.length >= minLength ? undefined : "range";
  });
}

/** One of some words or numbers. A wrong one is a TypeError, as if the compiler had seen it. */
export function oneOf<const T extends string | number>(choices: readonly T[]): Rule<T> {
  const needed = `one of ${choices.join(", ")}`;
  return rule(needed, (value) => (choices.some((choice) => choice === value) ? undefined : "type"));
}

/** A function. */
export function callback<F extends (...args: never[]) => unknown>(): Rule<F> {
  return rule("a function", (value) => (typeof value === "function" ? undefined : "type"));
}

/** An object that is neither an array nor a promise; what it holds is checked elsewhere. */
export function object<T extends object>(needed = "an object"): Rule<T> {
  return rule(needed, (value) => (isObject(value) ? undefined : "type"));
}

export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Promise);
}

/** An object of JSON, whose fields are read by name; what they hold is checked elsewhere. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return isObject(value);
}

/** An instance of a class, for example a Uint8Array. */
export function instance<T>(constructor: abstract new (...args: never[]) => T): Rule<T> {
  return rule(`of class ${constructor.name}`, (value) => (value instanceof constructor ? undefined : "type"));
}

/** An AbortSignal, also one of another realm. */
export function abortSignal(): Rule<AbortSignal> {
  return rule("an AbortSignal", (value) =>
    isObject(value) && "aborted" in value && typeof value.aborted === "boolean" ? undefined : "type",
  );
}

/** An array, each of whose items keeps a rule; items are named `name[0]`, `name[1]`, … */
export function list<T>(
  item: Rule<T>,
  { minLength = 0, maxLength = Infinity }: { readonly minLength?: number; readonly maxLength?: number } = {},
): Rule<readonly T[]> {
  const bounds = [
    ...(minLength > 0 ? [`at least ${minLength}`] : []),
    ...(maxLength < Infinity ? [`at most ${maxLength}`] : []),
  ];
  const lengths = minLength === maxLength ? `${minLength}` : bounds.join(" and ");
  const isArray = rule<readonly unknown[]>(
    lengths === "" ? "an array" : `an array of ${lengths}`,
    (value) => {
      if (!Array.isArray(value)) return "type";
      return minLength <= value.length && value.length <= maxLength ? undefined : "range";
    },
  );
  return ruleOf(isArray.needed, (where, name, value) =>
    // not map, which passes over holes
    Array.from(isArray.read(where, name, value), (one, index) => item.read(where, `${name}[${index}]`, one)),
  );
}

/** Anything; what it is, is checked elsewhere. */
export function any<T>(): Rule<T> {
  return rule("given", (value) => (value === undefined ? "type" : undefined));
}
