import { isRecord, show } from "@reciprocal/guards";

/** What one field of a line holds: its type in the program, and the check when a file is read or a line is written. */
export interface Field<Value> {
  /** What is wrong with a value, with the name of the place; undefined if nothing is. */
  problem(value: unknown, name: string): string | undefined;
  /** Never there; carries the type. */
  readonly type?: Value;
}

export interface OptionalField<Value> extends Field<Value> {
  readonly optional: true;
}

export type FieldTable = Readonly<Record<string, Field<unknown>>>;

/** A field for each name of a type that is declared elsewhere, so that none is forgotten. */
export type FieldsFor<Values> = { readonly [Name in keyof Values]-?: Field<unknown> };

type OptionalNames<Fields extends FieldTable> = {
  [Name in keyof Fields]: Fields[Name] extends OptionalField<unknown> ? Name : never;
}[keyof Fields];

type ValueOf<F> = F extends Field<infer Value> ? Value : never;

/** The type of an object with these fields. */
export type FieldsOf<Fields extends FieldTable> = {
  readonly [Name in Exclude<keyof Fields, OptionalNames<Fields>>]: ValueOf<Fields[Name]>;
} & { readonly [Name in OptionalNames<Fields>]?: ValueOf<Fields[Name]> };

function plain<Value>(needed: string, is: (value: unknown) => boolean): Field<Value> {
  return {
    problem: (value, name) => (is(value) ? undefined : `${name} must be ${needed}, got ${show(value)}`),
  };
}

const isNumber = (value: unknown): value is number => Number.isFinite(value);
const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

export const number = plain<number>("a finite number", isNumber);

/** An accuracy, a share. */
export const fraction = plain<number>(
  "a number from 0 to 1",
  (value) => isNumber(value) && 0 <= value && value <= 1,
);

/** Of seconds and the like. */
export const duration = plain<number>("a number of 0 or more", (value) => isNumber(value) && value >= 0);

/** A learning rate, a size of a step. */
export const positive = plain<number>("a number above 0", (value) => isNumber(value) && value > 0);

export const count = plain<number>("a whole number of 0 or more", (value) => isWhole(value) && value >= 0);

export const countFrom1 = plain<number>(
  "a whole number of 1 or more",
  (value) => isWhole(value) && value >= 1,
);

export const seed = plain<number>(
  "a whole number from 0 to 2³² − 1",
  (value) => isWhole(value) && 0 <= value && value < 2 ** 32,
);

/** Of hidden nodes. */
export const percentage = plain<number>(
  "a whole number from 0 to 100",
  (value) => isWhole(value) && 0 <= value && value <= 100,
);

export const flag = plain<boolean>("true or false", (value) => typeof value === "boolean");

export const text = plain<string>(
  "a text that is not empty",
  (value) => typeof value === "string" && value !== "",
);

/** As `runKey` makes it. */
export const key = plain<string>(
  "16 hexadecimal digits",
  (value) => typeof value === "string" && /^[0-9a-f]{16}$/.test(value),
);

/** As `Date.toISOString` gives it. */
export const moment = plain<string>(
  "a time such as 2026-01-31T12:00:00.000Z",
  (value) =>
    typeof value === "string" && isNumber(Date.parse(value)) && new Date(value).toISOString() === value,
);

export function oneOf<const Word extends string | boolean>(words: readonly Word[]): Field<Word> {
  const needed = words.length === 1 ? String(words[0]) : `one of ${words.join(", ")}`;
  return plain(needed, (value) => words.some((word) => word === value));
}

/** The value, or null. */
export function orNull<Value>(field: Field<Value>): Field<Value | null> {
  return { problem: (value, name) => (value === null ? undefined : field.problem(value, name)) };
}

export const onlyNull = plain<null>("null", (value) => value === null);

export function listOf<Value>(item: Field<Value>): Field<readonly Value[]> {
  return {
    problem: (value, name) => {
      if (!Array.isArray(value)) return `${name} must be a list, got ${show(value)}`;
      const problems = value.map((one, index) => item.problem(one, `${name}[${index}]`));
      return problems.find((problem) => problem !== undefined);
    },
  };
}

/** An object that has these fields and no others. */
export function object<const Fields extends FieldTable>(fields: Fields): Field<FieldsOf<Fields>> {
  return {
    problem: (value, name) => {
      if (!isRecord(value)) return `${name} must be an object, got ${show(value)}`;
      const placeOf = (key: string) => (name === "" ? key : `${name}.${key}`);
      for (const [key, field] of Object.entries(fields)) {
        const problem = field.problem(Object.hasOwn(value, key) ? value[key] : undefined, placeOf(key));
        if (problem !== undefined) return problem;
      }
      const unknown = Object.keys(value).find((key) => !Object.hasOwn(fields, key));
      return unknown === undefined
        ? undefined
        : `${name === "" ? "the line" : name} must have no other fields, got ${show(unknown)}`;
    },
  };
}

/** An object with any names. */
export function recordOf<Value>(item: Field<Value>): Field<Readonly<Record<string, Value>>> {
  return {
    problem: (value, name) => {
      if (!isRecord(value)) return `${name} must be an object, got ${show(value)}`;
      const problems = Object.entries(value).map(([key, one]) => item.problem(one, `${name}[${show(key)}]`));
      return problems.find((problem) => problem !== undefined);
    },
  };
}

/** May be missing. */
export function optional<Value>(field: Field<Value>): OptionalField<Value> {
  return {
    optional: true,
    problem: (value, name) => (value === undefined ? undefined : field.problem(value, name)),
  };
}
