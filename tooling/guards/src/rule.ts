import { cutMessage } from "./quote.js";
import { show } from "./show.js";

/** What is wrong with a value: it is of another type, or of the right type and outside of what is allowed. */
export type Fault = "type" | "range" | undefined;

/** What a value must be. */
export interface Rule<T> {
  /** What stands after "must be" in an error: "an integer of at least 1". */
  readonly needed: string;
  /** The value, checked; throws a TypeError or RangeError that begins with `where`. */
  readonly read: (where: string, name: string, value: unknown) => T;
  /** The value may be left out, and is then this. */
  default(value: T): DefaultRule<T>;
  /** The value may be left out. */
  optional(): OptionalRule<T>;
}

export interface DefaultRule<T> {
  readonly rule: Rule<T>;
  readonly value: T;
}

export interface OptionalRule<T> {
  readonly rule: Rule<T>;
  readonly isOptional: true;
}

/** A rule by a function that says what is wrong. */
export function rule<T>(needed: string, faultOf: (value: unknown) => Fault): Rule<T> {
  return ruleOf<T>(needed, (where, name, value) => {
    const fault = faultOf(value);
    if (fault === undefined) return value as T;
    const message = cutMessage(`${where}: ${name} must be ${needed}, got ${show(value)}`);
    throw fault === "type" ? new TypeError(message) : new RangeError(message);
  });
}

/** A rule by a function that reads. */
export function ruleOf<T>(needed: string, read: Rule<T>["read"]): Rule<T> {
  const made: Rule<T> = {
    needed,
    read,
    default: (value) => ({ rule: made, value }),
    optional: () => ({ rule: made, isOptional: true }),
  };
  return made;
}
