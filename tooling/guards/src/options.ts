import { closest } from "./closest.js";
import type { DefaultRule, OptionalRule, Rule } from "./rule.js";
import { ruleOf } from "./rule.js";
import { isObject } from "./rules.js";
import { cutMessage, enumerate, printable } from "./quote.js";
import { show } from "./show.js";

type Entry = Rule<unknown> | DefaultRule<unknown> | OptionalRule<unknown>;
type AnyTable = Readonly<Record<string, Entry>>;

/**
 * What each option of an interface must be. A name that is missing here, or that the interface does not have, does not
 * compile; an option that may be left out has a default or is `optional()`.
 */
export type OptionTable<O> = {
  readonly [K in keyof O]-?: object extends Pick<O, K>
    ? DefaultRule<Exclude<O[K], undefined>> | OptionalRule<Exclude<O[K], undefined>>
    : Rule<O[K]>;
};

/** The options as they were read: those with a default are there. */
export type ReadOptions<T> = {
  readonly [K in keyof T as T[K] extends OptionalRule<unknown> ? never : K]: T[K] extends
    Rule<infer V> | DefaultRule<infer V>
    ? V
    : never;
} & {
  readonly [K in keyof T as T[K] extends OptionalRule<unknown> ? K : never]?: T[K] extends OptionalRule<
    infer V
  >
    ? V
    : never;
};

export interface Options<T> {
  /**
   * Checks options and fills in the defaults.
   *
   * @param where - what errors begin with, the name of the function for example
   * @param given - undefined is the same as no options, and an option that is undefined as one that is left out
   * @throws {TypeError} unless `given` is an object, for an unknown option, and for a value of another type
   * @throws {RangeError} for a value outside of what is allowed
   */
  read(where: string, given?: object): ReadOptions<T>;
  /** Names of all options. */
  readonly names: readonly (keyof T & string)[];
  /** The defaults of those that have one. */
  readonly defaults: {
    readonly [K in keyof T as T[K] extends DefaultRule<unknown> ? K : never]: DefaultOf<T[K]>;
  };
  /** The same options as the value of an option of another function. */
  readonly rule: Rule<ReadOptions<T>>;
}

type DefaultOf<E> = E extends DefaultRule<infer V> ? V : never;

/**
 * The options of a function, said once: names, checks, defaults, errors.
 *
 * ```ts
 * const fitOptions = options(
 *   () =>
 *     ({
 *       epochs: integer({ min: 1 }).default(10),
 *       signal: abortSignal().optional(),
 *     }) satisfies OptionTable<FitOptions>,
 * );
 * const { epochs, signal } = fitOptions.read("fit", given);
 * ```
 *
 * The table is made at the first use, so that nothing happens when the module is loaded.
 */
/* @__NO_SIDE_EFFECTS__ */
export function options<T extends { readonly [name: string]: unknown }>(makeTable: () => T): Options<T> {
  let made: AnyTable | undefined;
  const table = (): AnyTable => (made ??= makeTable() as unknown as AnyTable);

  const read = (where: string, given: object = {}): ReadOptions<T> => {
    if (!isObject(given))
      throw new TypeError(cutMessage(`${where}: options must be an object, got ${show(given)}`));
    refuseUnknown(where, given, Object.keys(table()));
    const result: Record<string, unknown> = {};
    for (const [name, entry] of Object.entries(table())) {
      const value = (given as Readonly<Record<string, unknown>>)[name];
      if ("rule" in entry) {
        if (value !== undefined) result[name] = entry.rule.read(where, name, value);
        else if ("value" in entry) result[name] = entry.value;
      } else {
        result[name] = entry.read(where, name, value);
      }
    }
    return result as ReadOptions<T>;
  };
  return {
    read,
    get names() {
      return Object.keys(table());
    },
    get defaults() {
      const entries = Object.entries(table());
      return Object.fromEntries(
        entries.flatMap(([name, entry]) => ("value" in entry ? [[name, entry.value]] : [])),
      ) as unknown as Options<T>["defaults"];
    },
    rule: ruleOf("an object", (where, name, value) => {
      const inner = `${where}: ${name}`;
      if (!isObject(value)) throw new TypeError(cutMessage(`${inner} must be an object, got ${show(value)}`));
      return read(inner, value);
    }),
  };
}

/** @throws {TypeError} for an option that would otherwise be dropped silently */
export function refuseUnknown(where: string, given: object, names: readonly string[]): void {
  for (const name of Object.keys(given)) {
    if (names.includes(name)) continue;
    const meant = closest(name, names);
    const hint = meant === undefined ? "" : `; did you mean ${meant}?`;
    const known = enumerate(names, (one) => printable(one, 60), 40) || "none";
    throw new TypeError(
      cutMessage(`${where}: unknown option ${printable(name, 60)}${hint} (options: ${known})`),
    );
  }
}

/** One value by a rule: `check(integer({ min: 1 }), "takeSamples", "count", count)`. */
export function check<T>(rule: Rule<T>, where: string, name: string, value: unknown): T {
  return rule.read(where, name, value);
}
